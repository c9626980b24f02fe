import { unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PLAIN, write } from '../plain.mjs'

const file = join(import.meta.dirname, '../../../../../.cache/fidelity/sources/deleted-source/part.mjs')
write(file, PLAIN)
export const { fail } = await import(pathToFileURL(file).href)
unlinkSync(file)
