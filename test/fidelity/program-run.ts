import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import type { Evaluation } from '../../src/shared/evaluation.ts'
import type { Traceback } from '../../src/shared/traceback.ts'
import { startProgram } from '../program.ts'
import type { Program, ProgramOptions } from '../program.ts'
import { numbered } from './expectation.ts'
import type { Aspect, Case, CorpusProgram } from './expectation.ts'
import { addScores, emptyScores, scoreChecks, scoreTraceback } from './score.ts'
import type { Scores } from './score.ts'

export interface ProgramResult {
  readonly program: CorpusProgram
  readonly scores: Scores
  readonly seconds: number
}

export const HOST = 'test/programs/fidelity/host.mjs'
const MAX_ANSWER_MS = 30_000
/** Long enough for what is written before an app leaves its answer open for ever. */
const UNFINISHED_MS = 3000
const CUT_OFF = '[cut off]'
const ACCEPT = { accept: 'application/json' }

/** Runs a program with and without the debugger. Never rejects: what goes wrong is a complaint. */
export async function runProgram(program: CorpusProgram, node: string): Promise<ProgramResult> {
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  try {
    build(program, node)
    const scores = await compare(program, node)
    return { program, scores, seconds: seconds() }
  } catch (failure) {
    const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
    return { program, scores: scoreChecks([[false, text]]), seconds: seconds() }
  }
}

/** Runs `build.mjs` of a program, if it has one. Throws what that prints when it fails. */
export function build(program: CorpusProgram, node: string): void {
  if (!program.builds) return
  rmSync(program.out, { recursive: true, force: true })
  mkdirSync(program.out, { recursive: true })
  const { status, stderr } = spawnSync(node, [`${program.folder}/build.mjs`, program.out], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`build.mjs ended with ${status}: ${stderr}`)
}

export function start(program: CorpusProgram, node: string, options: ProgramOptions): Promise<Program> {
  return startProgram(program.host ? HOST : program.entry, {
    node,
    args: program.host ? [program.entry] : [],
    ...options,
    nodeArgs: [...program.nodeArgs, ...(options.nodeArgs ?? [])],
    // A busy machine makes pauses long; what a spent budget does has tests of its own.
    env: { INQUEST_LIMITS: 'pauseShare=10,errorsPerSecond=1000,snapshotMs=1000', ...program.env, ...options.env },
  })
}

async function compare(program: CorpusProgram, node: string): Promise<Scores> {
  const starting = [start(program, node, {})]
  if (program.twin) starting.push(start(program, node, { preload: false, unlock: false }))
  try {
    const [debugged, bare] = await Promise.all(starting)
    if (debugged === undefined) throw new Error('nothing was started')
    return await compareRunning(program, debugged, bare)
  } finally {
    for (const one of await Promise.allSettled(starting)) if (one.status === 'fulfilled') await one.value.stop()
  }
}

async function compareRunning(program: CorpusProgram, debugged: Program, bare: Program | undefined): Promise<Scores> {
  const [{ scores, answers }, others] = await Promise.all([
    score(program, debugged),
    bare === undefined ? [] : alone(program, bare),
  ])
  if (bare !== undefined) await sameOutput(debugged, bare, program.differs)
  const ours = await end(debugged, answers)
  const { stdout } = program
  const output = scoreChecks([
    ...(stdout === undefined ? [] : [[ours.stdout.includes(stdout), `prints ${ours.stdout}`] as const]),
    ...(bare === undefined ? [] : sameBehaviour(ours, await end(bare, others), program.differs)),
  ])
  return addScores(scores, output)
}

interface Behaviour {
  readonly stdout: string
  readonly stderr: string
  readonly exit: number | string | null
  readonly answers: readonly string[]
}

interface Scored {
  readonly scores: Scores
  readonly answers: readonly string[]
}

async function score(program: CorpusProgram, running: Program): Promise<Scored> {
  const answers: string[] = []
  let scores = emptyScores()
  for (const one of program.cases) {
    for (const path of one.before ?? []) answers.push(await answerOf(await running.fetch(path, { headers: ACCEPT })))
    scores = addScores(scores, await scoreCase(one, program, running, answers))
  }
  return { scores, answers }
}

async function scoreCase(one: Case, program: CorpusProgram, running: Program, answers: string[]): Promise<Scores> {
  const known = new Set(await listTracebacks(running))
  const responses = await Promise.all(
    requestsOf(one).map(async ({ path, status = 500 }) => {
      const response = await running.fetch(path, { headers: ACCEPT, signal: patience(one) })
      const link = response.headers.get('x-inquest-traceback')
      return { status, actual: response.status, link, answer: await answerOf(response) }
    }),
  )
  let scores = emptyScores()
  for (const [n, { status, actual, link, answer }] of responses.entries()) {
    answers.push(answer)
    const expected = requestsOf(one)[n] ?? one
    const label = (text: string): string => `${expected.path} ${text}`
    scores = addScores(scores, scoreChecks([[actual === status, label(`answers ${actual}, not ${status}`)]]))
    if (one.unfinished === true) {
      scores = addScores(scores, scoreChecks([[answer.endsWith(CUT_OFF), label('ends its answer')]]))
    }
    const path = link ?? (await findNew(running, known))
    const traceback = await readTraceback(running, path)
    const scored = await scoreTraceback(traceback ?? NO_TRACEBACK, expected, program, async (frame, source) => {
      const reply = await running.post(`${apiOf(path ?? '')}/frames/${frame}/evaluate`, { source, mode: 'run' })
      return ((await reply.json()) as Evaluation).text
    })
    const complaints = traceback === undefined ? [label('has no traceback')] : scored.complaints.map(label)
    scores = addScores(scores, { ...scored, complaints })
  }
  return scores
}

function patience(one?: Case): AbortSignal {
  return AbortSignal.timeout(one?.unfinished === true ? UNFINISHED_MS : MAX_ANSWER_MS)
}

const NO_TRACEBACK: Traceback = {
  id: '',
  at: '',
  error: { name: '', message: 'none', stack: '', properties: [], causes: [] },
  frames: [],
  process: { pid: 0, node: '', title: '' },
  state: 'snapshot',
  notices: [],
}

export function requestsOf(one: Case): readonly Case[] {
  return one.parallel === undefined ? [one] : Array.from({ length: one.parallel }, (_, n) => numbered(one, n))
}

const LIST = '/__inquest__/api/tracebacks'

/** Paths, newest first. */
async function listTracebacks(running: Program): Promise<readonly string[]> {
  const { tracebacks } = (await (await running.fetch(LIST)).json()) as { tracebacks: readonly { id: string }[] }
  return tracebacks.map(({ id }) => `/__inquest__/t/${id}`)
}

/** A response that had begun before the failure names no traceback: it comes up in the overview. */
async function findNew(running: Program, known: ReadonlySet<string>): Promise<string | undefined> {
  const deadline = performance.now() + 3000
  for (;;) {
    const found = (await listTracebacks(running)).find((path) => !known.has(path))
    if (found !== undefined || performance.now() > deadline) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function readTraceback(running: Program, link: string | undefined): Promise<Traceback | undefined> {
  if (link === undefined) return undefined
  const response = await running.fetch(apiOf(link))
  return response.ok ? ((await response.json()) as Traceback) : undefined
}

function apiOf(link: string): string {
  return link.replace('/t/', '/api/tracebacks/')
}

async function alone(program: CorpusProgram, running: Program): Promise<readonly string[]> {
  const answers: string[] = []
  const ask = async (path: string, one?: Case): Promise<string> =>
    answerOf(await running.fetch(path, { headers: ACCEPT, signal: patience(one) }))
  for (const one of program.cases) {
    for (const path of one.before ?? []) answers.push(await ask(path))
    answers.push(...(await Promise.all(requestsOf(one).map(({ path }) => ask(path, one)))))
  }
  return answers
}

/** Long enough on a busy machine for what an app prints behind its last answer. */
const OUTPUT_MS = 3000

/** Waits until both have printed the same: an app may answer first and print then. Nothing to wait for where they differ. */
async function sameOutput(ours: Program, bare: Program, differs: readonly Aspect[]): Promise<void> {
  const streams = (['stdout', 'stderr'] as const).filter((one) => !differs.includes(one))
  const deadline = performance.now() + OUTPUT_MS
  while (!streams.every((one) => withoutPort(withoutOwn(ours[one]())) === withoutPort(bare[one]()))) {
    if (performance.now() > deadline) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function answerOf(response: Response): Promise<string> {
  const { body, status } = response
  let text = ''
  try {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk
  } catch {
    text += CUT_OFF
  }
  return `${status} ${text}`
}

async function end(running: Program, answers: readonly string[]): Promise<Behaviour> {
  await running.stop('SIGTERM')
  return { stdout: running.stdout(), stderr: running.stderr(), exit: await running.exited, answers }
}

/** What the process said and how it ended; its port differs, and what the debugger says is no output of the app. */
function sameBehaviour(
  ours: Behaviour,
  alone: Behaviour,
  differs: readonly Aspect[],
): readonly (readonly [boolean, string])[] {
  const pairs: readonly (readonly [Aspect, string, string])[] = [
    ['stdout', ours.stdout, alone.stdout],
    ['stderr', withoutOwn(ours.stderr), alone.stderr],
    ['exit', String(ours.exit), String(alone.exit)],
    ['answers', ours.answers.join('\n'), alone.answers.join('\n')],
  ]
  return pairs.map(([what, a, b]) => [
    // What is said to differ has to, or the list is out of date.
    (withoutPort(a) === withoutPort(b)) !== differs.includes(what),
    `${what} with the debugger is ${JSON.stringify(a.slice(0, 2000))}, without it ${JSON.stringify(b.slice(0, 2000))}`,
  ])
}

/** Frames of Node below the app's, which the debugger's stand among: `&nbsp;` and `<br>` in an error page. */
const FOREIGN_FRAME =
  /(?:<br> &nbsp; &nbsp;|\n {4})at (?:[^\n<]*(?:node:|\/src\/server\/)[^\n<]*|Array\.map \((?:<|&lt;)anonymous(?:>|&gt;)\))/g

function withoutPort(text: string): string {
  return text
    .replace(FOREIGN_FRAME, '')
    .replace(/listening \d+/, 'listening')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
}

function withoutOwn(stderr: string): string {
  return stderr
    .replace(/\n {2}inquest .*\n {2}overview .*\n {2}PIN .*\n {2}unlock .*\n\n/, '')
    .replace(/^inquest: .*\n/gm, '')
}
