import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The same small module for every program that is about its file and not about its code. */
export const PLAIN = `async function divide(total, parts) {
  const checked = await Promise.resolve(parts)
  if (checked === 0) throw new RangeError(\`\${total} in no parts\`)
  return total / checked
}

export async function fail() {
  const total = 12
  const share = await divide(total, total - 12)
  return share
}
`

export function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
