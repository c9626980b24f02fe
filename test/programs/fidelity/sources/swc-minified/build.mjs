import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { install } from '../../install.mjs'

const out = process.argv[2]
const directory = install(out, 'swc', { '@swc/core': '^1' })
const swc = createRequire(join(directory, 'package.json'))('@swc/core')
writeFileSync(join(out, 'package.json'), '{"type":"module"}')
for (const name of ['order', 'checkout']) {
  const file = join(import.meta.dirname, `../order/${name}.ts`)
  const { code, map } = swc.transformSync(readFileSync(file, 'utf8').replace('./order.ts', './order.js'), {
    filename: file,
    sourceFileName: relative(out, file),
    sourceMaps: true,
    minify: true,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript' },
      minify: { mangle: { toplevel: true }, compress: true, module: true },
    },
    module: { type: 'es6' },
  })
  writeFileSync(join(out, `${name}.js`), `${code}\n//# sourceMappingURL=${name}.js.map\n`)
  writeFileSync(join(out, `${name}.js.map`), map)
}
