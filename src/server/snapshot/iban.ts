import { charCodeAt, slice } from './intrinsics.ts'

/** ISO 13616: two letters, two check digits, and what is left: 15 to 34 characters. */
export const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g
const SHORTEST = 15

/** How many characters from the start are an account number, 0 for none: in capitals, the next word looks like a group. */
export function lengthOfIban(text: string): number {
  for (let end = text.length; end >= SHORTEST; end--) {
    const atGroup = end === text.length || code(text, end) === 32 || code(text, end) === 45 || code(text, end) === 160
    if (atGroup && fits(slice(text, 0, end))) return end
  }
  return 0
}

/** ISO/IEC 7064, MOD 97-10, with the first four characters behind the others. Separators are ignored. */
function fits(text: string): boolean {
  let rest = 0
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const char = code(text, (index + 4) % text.length)
    if (char >= 48 && char <= 57) rest = (rest * 10 + char - 48) % 97
    else if (char >= 65 && char <= 90) rest = (rest * 100 + char - 55) % 97
    else continue
    count++
  }
  return count >= SHORTEST && rest === 1
}

function code(text: string, index: number): number {
  return charCodeAt(text, index)
}
