import { pathToFileURL } from 'node:url'
import { join } from 'node:path'

const url = pathToFileURL(join(import.meta.dirname, '../../../../../.cache/fidelity/sources/url-query/part.mjs'))
await import(`${url}?v=1`)
const { fail: second } = await import(`${url}?v=2#fragment`)

export const fail = second
