import { execute, setHas, slice, toLowerCase } from './intrinsics.ts'

/** Which names stand for secrets. Names are compared by their words, so case and separators do not matter. */

/** Words that make any name secret they occur in: `userPassword`, `x-csrf-token`, `SESSION_ID`. */
const SECRET_WORDS = new Set(
  (
    'password passwords passwd pwd pwds passphrase passphrases passcode passcodes secret secrets token tokens ' +
    'apikey apikeys auth authorization cookie cookies session sessions sid credential credentials cred creds ' +
    'cvv cvv2 cvc cvc2 ssn iban ibans csrf xsrf jwt jwts bearer authz mfa otp totp hotp pin pins salt salts signature signatures dsn mnemonic mnemonics pw'
  ).split(' '),
)

/** Parts that give away a name written without separators: `userpassword`, `accesstoken`, `privatekey`. */
const SECRET_PARTS =
  /passw(?:or)?d|passphrase|secret(?!ar|i)|credential|authorization|(?:token|cookie)s?\d*$|^(?:csrf|xsrf)|sess(?:ion)?(?:id|key)|connectsid|^(?:user|db|admin|root|login|smtp|mail|ftp|old|new|current|confirm|repeat|my)pass$|seed(?:phrase|words)|bankaccountn(?:o|um|umber)$|^(?:gh|github|gitlab)pat$|socialsecurity|^ccn(?:o|um)|(?:api|private|secret|access|signing|encryption|auth|master|hmac|ssh)keys?$|creditcard|debitcard|cardn(?:o|um|umber)$/

/** What makes a `key` a secret one; a plain `key` is the commonest loop variable there is. */
const KEY_KINDS = new Set(
  (
    'api private secret access signing sign encryption encrypt decryption crypto cipher auth service master session ' +
    'ssh jwt hmac aes rsa webhook client shared signature license admin deploy storage account'
  ).split(' '),
)
const OPEN_KEYS = new Set(
  'primary foreign public cache sort partition unique row hash composite index routing'.split(' '),
)
const PAT_KINDS = new Set('gh github gitlab personal'.split(' '))
const CODE_KINDS = new Set('recovery backup verification sms auth login reset'.split(' '))
const CARD_KINDS = new Set('credit debit bank payment'.split(' '))
const CARD_NUMBERS = new Set('number num no pan cvv cvc code pin'.split(' '))

/** `tokenCount`, `sessionTtl`, `cookieName`: facts about a secret, not the secret. */
const ABOUT = new Set(
  'count type limit ttl expires expiry kind index name field store factory middleware parser'.split(' '),
)
/** `maxTokens`, `promptTokens`: language models count tokens. */
const COUNTED = new Set('max min total num prompt completion input output used remaining'.split(' '))

/** Longer names are judged by their beginning. */
const MAX_NAME = 200

/** `Item`, `item2`, `API` (of `APIKey`), and letters that have no case. */
const WORD = /\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+(?!\p{Ll})\p{N}*|\p{L}/gu

/** The words of a name, in lower case: `X-Api-Key`, `xApiKey` and `X_API_KEY` are all `['x', 'api', 'key']`. */
export function wordsOf(name: string): readonly string[] {
  const text = slice(name, 0, MAX_NAME)
  const words: string[] = []
  WORD.lastIndex = 0
  for (let match = execute(WORD, text); match !== null; match = execute(WORD, text)) {
    words[words.length] = toLowerCase(match[0])
  }
  return words
}

/** The words of a name without what parts them. */
export function joinWords(words: readonly string[]): string {
  let whole = ''
  for (let index = 0; index < words.length; index++) whole += words[index] ?? ''
  return whole
}

/** Whether a name, given as its words, is that of a secret. `upper`: it was written in capitals, as environment variables are. */
export function isSecretName(words: readonly string[], upper: boolean): boolean {
  const count = words.length
  const last = words[count - 1]
  if (last === undefined) return false
  if (count > 1 && setHas(ABOUT, last)) return false
  if (last === 'tokens' && setHas(COUNTED, words[0] ?? '')) return false
  if (execute(SECRET_PARTS, joinWords(words)) !== null) return true
  for (let index = 0; index < count; index++) {
    const word = words[index] ?? ''
    if (setHas(SECRET_WORDS, word) || execute(SECRET_PARTS, word) !== null) return true
    if (isSecretPair(word, words[index + 1] ?? '')) return true
  }
  if (last === 'pat' && setHas(PAT_KINDS, words[count - 2] ?? '')) return true
  if (last === 'pass' || (count === 1 && last === 'card')) return true
  return upper && count > 1 && last === 'key' && !setHas(OPEN_KEYS, words[count - 2] ?? '')
}

function isSecretPair(word: string, next: string): boolean {
  if (next === 'key' || next === 'keys') return setHas(KEY_KINDS, word)
  if (next === 'code' || next === 'codes') return setHas(CODE_KINDS, word)
  if (next === 'card') return setHas(CARD_KINDS, word)
  return (word === 'card' || word === 'cc') && setHas(CARD_NUMBERS, next)
}
