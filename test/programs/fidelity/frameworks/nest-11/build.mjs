import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { install } from '../../install.mjs'

const out = process.argv[2]
const nest = Object.fromEntries(['common', 'core', 'platform-express'].map((name) => [`@nestjs/${name}`, '^11']))
install(out, 'nest-11', { ...nest, 'reflect-metadata': '^0.2', rxjs: '^7' })
const source = join(import.meta.dirname, 'main.ts')
const { outputText, sourceMapText } = ts.transpileModule(readFileSync(source, 'utf8'), {
  fileName: source,
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    sourceMap: true,
  },
})
const map = { ...JSON.parse(sourceMapText), sources: [relative(out, source)] }
writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}')
writeFileSync(join(out, 'main.js'), outputText)
writeFileSync(join(out, 'main.js.map'), JSON.stringify(map))
