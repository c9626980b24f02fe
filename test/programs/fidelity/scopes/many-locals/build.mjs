import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [out] = process.argv.slice(2)
const names = Array.from({ length: 500 }, (_, n) => `  const local${n} = ${n}\n`)
writeFileSync(
  join(out, 'main.mjs'),
  `export function fail() {\n${names.join('')}  void (() => local7)\n  throw new Error(\`sum \${local0 + local499}\`)\n}\n`,
)
