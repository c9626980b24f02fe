import { join } from 'node:path'
import { write } from '../plain.mjs'

const filler = (name) => `const ${name}=[${'0,'.repeat(500_000)}0];`
const divide = 'function divide(total,parts){const checked=parts;if(checked===0)throw new RangeError(`${total} in no parts`);return total/checked}'
const fail = 'export async function fail(){const total=12;const share=await ask(total);return share}'
const ask = 'async function ask(total){await 0;return divide(total,total-12)}'
write(join(process.argv[2], 'main.mjs'), filler('before') + divide + ask + fail + filler('after'))
