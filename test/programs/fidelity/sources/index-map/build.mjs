import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tsc } from '../tsc.mjs'

// Two compiled modules, one behind the other in one file, with a map made of sections.
const out = process.argv[2]
mkdirSync(join(out, 'parts'), { recursive: true })
tsc(join(out, 'parts'), ['--sourceMap'])
let code = '// a banner\n'
const sections = []
for (const name of ['order', 'checkout']) {
  const line = code.split('\n').length - 1
  const map = JSON.parse(readFileSync(join(out, `parts/${name}.js.map`), 'utf8'))
  sections.push({ offset: { line, column: 0 }, map: { ...map, sources: map.sources.map((source) => source.replace('../', '')) } })
  const text = readFileSync(join(out, `parts/${name}.js`), 'utf8')
  code += text.replace(/^import .*$/m, '').replace(/^\/\/# .*$/m, '')
}
writeFileSync(join(out, 'bundle.mjs'), `${code}\n//# sourceMappingURL=bundle.mjs.map\n`)
writeFileSync(join(out, 'bundle.mjs.map'), JSON.stringify({ version: 3, file: 'bundle.mjs', sections }))
