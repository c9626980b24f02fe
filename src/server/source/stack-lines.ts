import { readPlace, type StackPlace } from './stack-place.ts'

/** One line of a stack text. `native` lines have no place: builtins, `Promise.all (index 0)`, `<anonymous>`. */
export type StackLine = StackPlace & {
  /** As V8 writes it: `new Foo`, `Object.<anonymous>`, `Foo.bar [as baz]`. */
  readonly functionName?: string
  readonly async: boolean
}

const MAX_TEXT = 256 * 1024
const MAX_LINES = 500
const MAX_LINE = 8 * 1024
// A function's name may hold ` (` itself, a path too.
const MAX_OPENINGS = 50

/**
 * The frames of an error's `stack`, innermost first. Never throws, whatever the text. With `message` the frames are
 * looked for behind it, so a message that looks like frames is no danger; without it the last block of `at` lines counts.
 */
export function parseStack(stack: string, message?: string): StackLine[] {
  const text = stack.slice(0, MAX_TEXT)
  const head = message === undefined || message === '' ? -1 : text.indexOf(message)
  // Names come before messages and are short; further on, the message is not the head's.
  const known = head !== -1 && head <= 1000 && !text.slice(0, head).includes('\n')
  const lines = (known && message !== undefined ? text.slice(head + message.length) : text).split('\n')
  return frameBlock(lines, known).slice(0, MAX_LINES).map(parseFrame)
}

/** The first or the last unbroken run of lines that look like frames, each without its `at `. */
function frameBlock(lines: readonly string[], first: boolean): string[] {
  let block: string[] = []
  let open = false
  for (const line of lines) {
    const indent = line.length > MAX_LINE ? null : /^[ \t]+at /.exec(line)
    if (indent === null) {
      if (first && open) return block
      open = false
    } else {
      if (!open) block = []
      open = true
      block.push(line.slice(indent[0].length).trimEnd())
    }
  }
  return block
}

function parseFrame(frame: string): StackLine {
  const isAsync = frame.startsWith('async ')
  const rest = isAsync ? frame.slice('async '.length) : frame
  const openings = rest.endsWith(')') ? openingsIn(rest) : []
  const splits = openings.map((at) => ({ functionName: rest.slice(0, at), read: readPlace(rest.slice(at + 2, -1)) }))
  // The first that leads to something like a URL or a path; failing that, the first with a position at all.
  const best = splits.find(({ read }) => read.sure) ?? splits.find(({ read }) => read.place.kind !== 'native')
  if (best !== undefined) return named(best.functionName, best.read.place, isAsync)
  const { place, sure } = readPlace(rest)
  return named(place.kind === 'native' && !sure ? rest : '', place, isAsync)
}

function openingsIn(text: string): number[] {
  const openings: number[] = []
  for (let at = text.indexOf(' ('); at !== -1 && openings.length < MAX_OPENINGS; at = text.indexOf(' (', at + 1)) {
    openings.push(at)
  }
  return openings
}

function named(functionName: string, place: StackPlace, isAsync: boolean): StackLine {
  return functionName === '' ? { ...place, async: isAsync } : { ...place, functionName, async: isAsync }
}
