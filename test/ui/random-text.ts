/** A small seeded generator (mulberry32), so that a failing case can be run again. */
export const createRandom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Pieces that tokenizers, terminals and editors trip over. */
const PIECES = [
  ...Array.from('abz09_$ #@.,;:+-*/=<>!?&|^~%()[]{}\'"`\\\n\t\r\u0000\u0007\u001b\u009b'),
  '${',
  '//',
  '/*',
  '*/',
  '\u001b[2J',
  '\u001b]8;;http://x\u0007',
  '\u001b[201~',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud83d',
  '\udc69',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '漢',
  'const ',
  'await ',
]

export const randomText = (random: () => number, pieces: number): string =>
  Array.from({ length: Math.floor(random() * pieces) }, () => PIECES[Math.floor(random() * PIECES.length)]).join('')
