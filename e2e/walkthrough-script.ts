/**
 * A walkthrough as it is written in Markdown: fenced blocks are played, everything else is story.
 *
 * A `terminal NAME` block shows what the console of the frame NAME shows. Alone, its lines after `› ` and `… ` are typed,
 * without their indentation and each with Enter. After a `keys` block, those keys are pressed instead; line breaks within
 * it mean nothing; keys with Esc in them lead to that console, in which the lines are then typed. If the last key is Enter or Ctrl-C the next prompt follows, else the block ends in the unfinished one.
 */
export interface WalkthroughStep {
  /** For messages. */
  readonly line: number
  readonly frame: string
  /** From the console of another frame into this one's. */
  readonly moves: WalkthroughStep['input']
  /** Text to type and, as `{ key }`, keys to press. */
  readonly input: readonly (string | { readonly key: string })[]
  readonly shown: readonly string[]
  readonly finished: boolean
}

/** Names in the Markdown and what Playwright calls them. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: 'Enter',
  Tab: 'Tab',
  Esc: 'Escape',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  'Ctrl-C': 'Control+c',
  'Ctrl-R': 'Control+r',
}

const FENCE = /^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm

const parseKeys = (text: string): WalkthroughStep['input'] =>
  text
    .replaceAll('\n', '')
    .split(/(<[A-Z][\w-]*>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const key = KEYS[part.slice(1, -1)]
      return part.startsWith('<') && key !== undefined ? { key } : part
    })

const typedLines = (shown: readonly string[]): WalkthroughStep['input'] =>
  shown.filter((line) => /^[›…] /.test(line)).flatMap((line) => [line.slice(2).trim(), { key: 'Enter' }])

const presses = (input: WalkthroughStep['input'], key: string): boolean =>
  input.some((part) => typeof part === 'object' && part.key === key)

const endsPrompt = (input: WalkthroughStep['input']): boolean => {
  const last = input.at(-1)
  return typeof last === 'object' && /^(?:Enter|Control\+c)$/.test(last.key)
}

export function parseWalkthrough(markdown: string): readonly WalkthroughStep[] {
  const steps: WalkthroughStep[] = []
  let keys: WalkthroughStep['input'] | undefined
  for (const { 1: kind, 2: frame, 3: body = '', index } of markdown.matchAll(FENCE)) {
    const line = markdown.slice(0, index).split('\n').length
    if (kind === 'keys') {
      if (keys !== undefined) throw new Error(`line ${line}: keys after keys, and nothing shown between them`)
      keys = parseKeys(body)
    }
    if (kind !== 'terminal') continue
    if (frame === undefined) throw new Error(`line ${line}: a terminal block without the name of a frame`)
    const shown = body.trimEnd().split('\n')
    const moves = keys !== undefined && presses(keys, 'Escape') ? keys : []
    const input = keys === undefined || moves.length > 0 ? typedLines(shown) : keys
    // In the list of completions Enter takes the item, and the prompt stays.
    steps.push({ line, frame, moves, input, shown, finished: endsPrompt(input) && !presses(input, 'ArrowDown') })
    keys = undefined
  }
  return steps
}
