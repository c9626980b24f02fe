/** How well a label continues what was typed: 0 is best; undefined where it does not. */
export type Rank = 0 | 1 | 2 | 3

/**
 * 0: it begins so. 1: but for the case. 2: by the beginnings of its words (`gOD` for `getOwnDescriptor`). 3: but for one
 * slip: a letter that is missing, too much, wrong, or swapped with its neighbour.
 */
export function rankOf(label: string, typed: string, tolerant = true): Rank | undefined {
  if (label.startsWith(typed)) return 0
  const [whole, wanted] = [label.toLowerCase(), typed.toLowerCase()]
  if (whole.startsWith(wanted)) return 1
  if (!tolerant || whole[0] !== wanted[0]) return undefined
  if (typed.length >= 2 && fitsWords(label, wanted)) return 2
  return typed.length >= 3 && fitsButOne(whole, wanted) ? 3 : undefined
}

/** Every letter goes on with the one before, or begins a word. */
function fitsWords(label: string, wanted: string): boolean {
  let at = -1
  for (const letter of wanted) {
    let next = at + 1
    if (label[next]?.toLowerCase() !== letter) {
      do next++
      while (next < label.length && !(beginsWord(label, next) && label[next]?.toLowerCase() === letter))
    }
    if (next >= label.length) return false
    at = next
  }
  return true
}

function beginsWord(label: string, at: number): boolean {
  return /[\p{Lu}\d]/u.test(label[at] ?? '') || /[_$\-/.]/.test(label[at - 1] ?? '')
}

/** Of three letters only the slips that keep all of them: everything else is like too much. */
function fitsButOne(whole: string, wanted: string): boolean {
  let at = 0
  while (at < wanted.length && whole[at] === wanted[at]) at++
  const rest = wanted.slice(at)
  if (whole.startsWith(rest, at + 1)) return true
  if (whole[at] === wanted[at + 1] && whole[at + 1] === wanted[at] && whole.startsWith(wanted.slice(at + 2), at + 2))
    return true
  return wanted.length > 3 && (whole.startsWith(rest.slice(1), at) || whole.startsWith(rest.slice(1), at + 1))
}
