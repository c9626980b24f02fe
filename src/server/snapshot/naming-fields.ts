/** What says beside a `value` whose it is: in lists of fields, in archives of requests, in what validators complain of. */
export const NAMING = ['name', 'key', 'path', 'field', 'param', 'property', 'label'] as const

/** Them, as alternatives of a pattern. */
export const NAMING_WORDS = NAMING.join('|')

/** Members of an object between its name and its value. */
export const FIELDS = String.raw`(?:["']?[\w$-]{1,100}["']?\s{0,4}:\s{0,4}(?:"[^"\\\r\n]{0,200}"|'[^'\\\r\n]{0,200}'|[\w.+-]{1,40})\s{0,4},\s{0,40}){0,4}?`
