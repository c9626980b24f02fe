import type { Frame, Traceback, Variable } from '../../src/shared/traceback.ts'
import { isFile, placeOf } from './place.ts'
import type { Case, CorpusProgram, ExpectedCause, ExpectedFrame } from './expectation.ts'

/** How many of how many were right. */
export interface Score {
  readonly right: number
  readonly total: number
}

export interface Scores {
  /** Function, file, async or not, order; frames that should not be there count as wrong. */
  readonly frames: Score
  readonly positions: Score
  readonly variables: Score
  /** Live where they should be, and answering. */
  readonly live: Score
  /** Error, status, causes, output: what is no frame. */
  readonly rest: Score
  /** Frames with everything right. */
  readonly whole: Score
  /** What was wrong, for people. */
  readonly complaints: readonly string[]
}

export type Evaluate = (frame: number, source: string) => Promise<string>

const NOTHING: Score = { right: 0, total: 0 }

export function emptyScores(): Scores {
  return {
    frames: NOTHING,
    positions: NOTHING,
    variables: NOTHING,
    live: NOTHING,
    rest: NOTHING,
    whole: NOTHING,
    complaints: [],
  }
}

export function addScores(a: Scores, b: Scores): Scores {
  const sum = (x: Score, y: Score): Score => ({ right: x.right + y.right, total: x.total + y.total })
  return {
    frames: sum(a.frames, b.frames),
    positions: sum(a.positions, b.positions),
    variables: sum(a.variables, b.variables),
    live: sum(a.live, b.live),
    rest: sum(a.rest, b.rest),
    whole: sum(a.whole, b.whole),
    complaints: [...a.complaints, ...b.complaints],
  }
}

export function isComplete(scores: Scores): boolean {
  const { frames, positions, variables, live, rest } = scores
  return [frames, positions, variables, live, rest].every(({ right, total }) => right === total)
}

/** The score of checks that are no frames. */
export function scoreChecks(checks: readonly (readonly [holds: boolean, complaint: string])[]): Scores {
  const wrong = checks.filter(([holds]) => !holds)
  return {
    ...emptyScores(),
    rest: { right: checks.length - wrong.length, total: checks.length },
    complaints: wrong.map(([, complaint]) => complaint),
  }
}

export async function scoreTraceback(
  traceback: Traceback,
  expected: Case,
  program: CorpusProgram,
  evaluate: Evaluate,
): Promise<Scores> {
  const { name, message, properties = {} } = expected.error
  const { error } = traceback
  const own = scoreChecks([
    [error.name === name && withoutPort(error.message) === message, `error is ${error.name}: ${error.message}`],
    ...Object.entries(properties).map(([key, text]): readonly [boolean, string] => {
      const shown = textOf(error.properties.find((property) => property.name === key))
      return [shown === text, `error.${key} is ${shown}, not ${text}`]
    }),
  ])
  const frames = await scoreFrames(traceback.frames, expected.frames, program, evaluate)
  const causes = await scoreCauses(error.causes, expected.causes ?? [], program, evaluate)
  return addScores(addScores(own, frames), causes)
}

/** Ports differ from run to run: expectations say `$port`. */
function withoutPort(message: string): string {
  return message.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:$port')
}

async function scoreCauses(
  actual: Traceback['error']['causes'],
  expected: readonly ExpectedCause[],
  program: CorpusProgram,
  evaluate: Evaluate,
): Promise<Scores> {
  const describe = (links: readonly { relation: string; error: { name: string; message: string } }[]): string =>
    links.map(({ relation, error }) => `${relation} ${error.name}: ${withoutPort(error.message)}`).join(', ') || 'none'
  const wanted = describe(expected.map(({ relation, name, message }) => ({ relation, error: { name, message } })))
  let scores = scoreChecks([[describe(actual) === wanted, `causes are ${describe(actual)}, not ${wanted}`]])
  for (const [index, { frames, causes = [] }] of expected.entries()) {
    const link = actual[index]
    if (frames !== undefined) {
      scores = addScores(scores, await scoreFrames(link?.frames ?? [], frames, program, evaluate))
    }
    scores = addScores(scores, await scoreCauses(link?.error.causes ?? [], causes, program, evaluate))
  }
  return scores
}

async function scoreFrames(
  all: readonly Frame[],
  expected: readonly ExpectedFrame[],
  program: CorpusProgram,
  evaluate: Evaluate,
): Promise<Scores> {
  const actual = all.filter((frame) => frame.origin === 'app' && !frame.location.file.endsWith('fidelity/host.mjs'))
  const pairs = align(expected, actual, (wanted, frame) => {
    const sameFile = isFile(frame.location.file, placeOf(wanted, program).file)
    return sameFile && frame.functionName === wanted.function && frame.async === (wanted.async ?? false)
  })
  const complaints: string[] = []
  const missing = expected.filter((wanted) => !pairs.some(([one]) => one === wanted))
  const extra = actual.filter((frame) => !pairs.some(([, one]) => one === frame))
  for (const wanted of missing) complaints.push(`missing: ${wanted.async === true ? 'async ' : ''}${wanted.function}`)
  for (const frame of extra) complaints.push(`not expected: ${describeFrame(frame)}`)
  let scores: Scores = {
    ...emptyScores(),
    frames: { right: pairs.length, total: pairs.length + Math.max(missing.length, extra.length) },
    complaints,
  }
  for (const wanted of missing) {
    scores = addScores(scores, { ...countsOf(wanted), whole: { right: 0, total: 1 }, complaints: [] })
  }
  for (const [wanted, frame] of pairs) scores = addScores(scores, await scoreFrame(frame, wanted, program, evaluate))
  return scores
}

/** What a frame counts for when it is not there at all. */
function countsOf({ state, variables = {}, absent = {} }: ExpectedFrame): Omit<Scores, 'whole' | 'complaints'> {
  const total = Object.keys(variables).length + Object.keys(absent).length
  return {
    frames: NOTHING,
    rest: NOTHING,
    positions: { right: 0, total: 1 },
    variables: { right: 0, total },
    live: { right: 0, total: state === 'source-only' ? 0 : 1 },
  }
}

async function scoreFrame(
  frame: Frame,
  wanted: ExpectedFrame,
  program: CorpusProgram,
  evaluate: Evaluate,
): Promise<Scores> {
  const counts = countsOf(wanted)
  const complaints: string[] = []
  const complain = (text: string): void => void complaints.push(`${wanted.function}: ${text}`)

  const place = placeOf(wanted, program)
  const { line, column } = frame.location
  const placed = line === place.line && column === place.column
  if (!placed) complain(`at ${line}:${column}, not ${place.line}:${place.column}`)

  let variables = 0
  for (const [name, text] of Object.entries({ ...wanted.variables, ...mapValues(wanted.absent ?? {}) })) {
    const shown = textOf(frame.scopes.flatMap((scope) => scope.variables).find((one) => one.name === name))
    if (shown === text) variables++
    else complain(`${name} is ${shown}, not ${text}`)
  }

  const wantedState = wanted.state ?? 'live'
  let live = counts.live.total
  if (frame.state !== wantedState) {
    complain(`is ${frame.state} (${frame.reason ?? 'no reason given'}), not ${wantedState}`)
    live = 0
  } else if (frame.state === 'live') {
    const [source, text] = wanted.evaluate ?? defaultExpression(wanted)
    const answer = await evaluate(frame.index, source)
    if (answer !== text) complain(`${source} gives ${answer}, not ${text}`)
    if (answer !== text) live = 0
  } else if (wanted.reason !== undefined && frame.reason?.includes(wanted.reason) !== true) {
    complain(`the reason is '${frame.reason ?? ''}'`)
  }
  return {
    ...emptyScores(),
    positions: { right: placed ? 1 : 0, total: 1 },
    variables: { right: variables, total: counts.variables.total },
    live: { right: live, total: counts.live.total },
    whole: { right: complaints.length === 0 ? 1 : 0, total: 1 },
    complaints,
  }
}

function defaultExpression({ variables = {} }: ExpectedFrame): readonly [string, string] {
  const first = Object.entries(variables).find(([name, text]) => /^[\w$]+$/.test(name) && text.length < 60)
  return first ?? ['6 * 7', '42']
}

function mapValues(absent: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(absent).map(([name, reason]) => [name, `<${reason}>`]))
}

function textOf(variable: Variable | undefined): string {
  if (variable === undefined) return 'not there'
  return 'value' in variable ? variable.value.preview : `<${variable.missing}>`
}

function describeFrame({ functionName, async, location, state }: Frame): string {
  return `${async ? 'async ' : ''}${functionName} ${location.file}:${location.line}:${location.column} ${state}`
}

/** The longest common subsequence of two lists. */
function align<A, B>(
  left: readonly A[],
  right: readonly B[],
  same: (a: A, b: B) => boolean,
): readonly (readonly [A, B])[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0))
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i]![j] = same(left[i]!, right[j]!) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: [A, B][] = []
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (same(left[i]!, right[j]!)) pairs.push([left[i++]!, right[j++]!])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}
