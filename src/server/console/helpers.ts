import type { Frame, RequestInfo, NameValue } from '../../shared/traceback.ts'
import type { CapturedScope, Entered, EntryRequest } from '../capture/index.ts'
import { copyText } from './copy-text.ts'
import { dumpScopes, dumpValue } from './dump-text.ts'
import type { Describe } from './dump-text.ts'
import { asObject, createFrameVariables } from './frame-variables.ts'
import type { FrameVariables, VariableScope } from './frame-variables.ts'
import { helpOfConsole, helpOfValue } from './help-text.ts'
import type { FunctionPlace, HelperWord } from './help-text.ts'
import { Note } from './note.ts'
import type { NoteRenderer } from './note.ts'
import type { OutputSink } from './output-capture.ts'
import { shorten } from './result-text.ts'

/** What the console tells of its frame. */
export interface FrameFacts {
  readonly frame: Pick<Frame, 'index' | 'functionName' | 'location' | 'scopes'>
  /** As V8 made them when the frame was captured. */
  readonly captured: readonly Pick<CapturedScope, 'kind' | 'variables'>[]
  readonly request: RequestInfo | undefined
  readonly error: unknown
  readonly self: unknown
}

export interface HelperParts extends Describe {
  readonly facts: FrameFacts
  enter(request: EntryRequest): Entered
  /** What belongs to the evaluation that the calling code runs for. */
  current(): OutputSink | undefined
  /** Where a function is written, in the source that people wrote. */
  placeOf(fn: object): Promise<FunctionPlace | undefined>
  /** The words that are offered in this frame. */
  offered(): ReadonlySet<string>
  /** What was declared in the console. */
  declared(): VariableScope
}

export interface Helpers {
  readonly values: Readonly<Record<string, unknown>>
  readonly variables: FrameVariables
}

export const HELPER_WORDS: readonly HelperWord[] = [
  { name: '_', usage: '_', says: 'the last result' },
  { name: '_error', usage: '_error', says: 'what was thrown last in this console' },
  { name: 'error', usage: 'error', says: 'the error of this traceback' },
  { name: 'frame', usage: 'frame', says: 'this frame: function, file, line, column, index, names of its variables' },
  {
    name: 'request',
    usage: 'request',
    says: 'the request: method, url, params of the route, headers, query, cookies, body; secrets masked',
  },
  { name: 'dump', usage: 'dump()', says: 'all variables of this frame, scope by scope' },
  { name: 'dump', usage: 'dump(x)', says: 'what x has: its own, then what it inherits; no getter is run' },
  { name: 'help', usage: 'help(x)', says: 'what x is: parameters and place of a function, members of an object' },
  { name: 'copy', usage: 'copy(x)', says: 'puts x on the clipboard: a text as it is, anything else as JSON' },
  { name: 'require', usage: 'require(id)', says: 'as in the file of this frame; so do import … from and import()' },
]

export function createHelpers(parts: HelperParts): Helpers {
  const { facts, enter, current } = parts
  const { frame, captured, request, error, self } = facts
  const variables = createFrameVariables({ frame, captured, self, enter })

  const scopes = (): readonly VariableScope[] => [...variables.scopes(), parts.declared()]
  const helpOfAll = (): string => {
    const offered = parts.offered()
    const hidden = HELPER_WORDS.filter(({ name }) => !offered.has(name)).map(({ name }) => name)
    return helpOfConsole(
      HELPER_WORDS.filter(({ name }) => offered.has(name)),
      [...new Set(hidden)].filter((name) => name !== 'require'),
    )
  }
  const textOf = ({ kind, args }: Note, place?: FunctionPlace): string => {
    if (kind === 'help') return args.length === 0 ? helpOfAll() : helpOfValue(args[0], parts, place)
    return args.length === 0 ? dumpScopes(scopes(), parts) : dumpValue(args[0], parts)
  }
  const renderer: NoteRenderer = {
    text: (note) => shorten(textOf(note)),
    async show(note) {
      const [subject] = note.args
      const isFunction = note.kind === 'help' && typeof subject === 'function'
      const place = isFunction ? await parts.placeOf(subject) : undefined
      const isDump = note.kind === 'dump' && note.args.length === 0
      return { text: shorten(textOf(note, place)), value: parts.view(isDump ? asObject(scopes()) : subject) }
    },
  }
  const { functionName, location, index } = frame
  const values = {
    error,
    frame: {
      function: functionName,
      file: location.file,
      line: location.line,
      column: location.column,
      index,
      variables: [...new Set(frame.scopes.flatMap((scope) => scope.variables.map(({ name }) => name)))],
    },
    request: request && describeRequest(request),
    dump: (...args: readonly unknown[]) => new Note('dump', args, renderer),
    help: (...args: readonly unknown[]) => new Note('help', args, renderer),
    copy(value: unknown): void {
      const sink = current()
      if (sink === undefined || sink.closed)
        throw new Error('copy() can reach the clipboard only while its input is being answered')
      sink.copied = copyText(value, (one) => parts.view(one).preview)
    },
  }
  return { values, variables }
}

/** Names that come more than once have all their values. */
function describeRequest({ method, url, params, headers, query, cookies, body }: RequestInfo): object {
  return {
    method,
    url,
    ...(params === undefined ? {} : { params: asRecord(params) }),
    headers: asRecord(headers),
    query: asRecord(query),
    cookies: asRecord(cookies),
    body: body?.text,
  }
}

function asRecord(pairs: readonly NameValue[]): object {
  const grouped = Map.groupBy(pairs, ([name]) => name)
  return Object.fromEntries(
    Array.from(grouped, ([name, all]) => [name, all.length === 1 ? all[0]?.[1] : all.map(([, value]) => value)]),
  )
}
