import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PLAIN, write } from '../plain.mjs'

const file = join(import.meta.dirname, '../../../../../.cache/fidelity/sources/changed-on-disk/part.mjs')
write(file, PLAIN)
export const { fail } = await import(pathToFileURL(file).href)
// Somebody edits on while the old code runs.
writeFileSync(file, `// a new first line\n// and another\n${PLAIN.replaceAll('total', 'sum')}`)
