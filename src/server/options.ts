import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { GuardError } from './guard/index.ts'
import { createOptionReader, kindOf } from './option-reader.ts'
import type { OptionName } from './option-reader.ts'

/** Everything that can be set; each has an environment variable, because the preload takes no arguments. */
export interface InquestOptions {
  /** Path of the debugger's own pages. Default `/__inquest__`. */
  readonly basePath?: string
  /** Hosts trusted besides loopback; a leading dot means subdomains, too. `INQUEST_HOSTS`, comma-separated. */
  readonly hosts?: readonly string[] | string
  /** Addresses or networks of proxies whose `X-Forwarded-*` count. `INQUEST_TRUST_PROXY`, comma-separated. */
  readonly trustProxy?: readonly string[] | string
  /** What strangers see of a failing response. Default: by where the request comes from. `INQUEST_VISIBILITY`. */
  readonly visibility?: 'open' | 'locked'
  /** `link`: strangers do not find the base path, only the link on the terminal leads in. `INQUEST_ENTRANCE`. */
  readonly entrance?: 'form' | 'link'
  /** Your own PIN instead of a random one. `INQUEST_PIN`. */
  readonly pin?: string | number
  /** `off`, or false, switches the console off. `INQUEST_EVALUATE`. */
  readonly evaluate?: boolean | 'on' | 'off'
  /**
   * `always`; `after-error`: for 15 minutes after an error surfaced; `unlocked`: requests of unlocked browsers only, those
   * of strangers take as long as without a debugger; `off`. Default `always`. `INQUEST_ARM`.
   */
  readonly arm?: 'always' | 'after-error' | 'unlocked' | 'off'
  /** Packages in `node_modules` that count as the app's own code. `INQUEST_APP_PACKAGES`. */
  readonly appPackages?: readonly string[] | string
  /** URL template for the editor, with `{file}`, `{line}` and `{column}`. `INQUEST_EDITOR`. */
  readonly editor?: string
  /** Names never hidden, and names always hidden, whatever they look like. `INQUEST_SHOW`, `INQUEST_HIDE`. */
  readonly show?: readonly string[] | string
  readonly hide?: readonly string[] | string
  /** Where PIN and sessions are kept, 0700. Default: a directory per project in the user's state directory. */
  readonly stateDirectory?: string
  /** `staging` allows the debugger where `NODE_ENV` is `production`. `INQUEST_ENV`. */
  readonly environment?: string
  /** `INQUEST_LIMITS`, as `name=number` with commas. */
  readonly limits?: Partial<Limits> | string
}

export interface Limits {
  /** Frames captured live per throw; default 30. */
  readonly liveFrames: number
  /** Frames of one error's whole chain of awaiting callers; default 300. */
  readonly chainFrames: number
  /** New errors captured per second; default 50. */
  readonly errorsPerSecond: number
  /** Share of wall time that may be spent in pauses; default 0.1. */
  readonly pauseShare: number
  /** Live tracebacks; default 20. */
  readonly liveTracebacks: number
  /** Minutes that a traceback stays live; default 30. */
  readonly liveMinutes: number
  /** Levels of a value in a snapshot; default 3. */
  readonly depth: number
  /** Items of a collection; default 100. */
  readonly items: number
  /** Properties of an object; default 50. */
  readonly properties: number
  /** Characters of a string; default 1,000. */
  readonly stringLength: number
  /** Milliseconds for one snapshot; default 15. */
  readonly snapshotMs: number
}

export interface ResolvedOptions {
  readonly basePath: string
  readonly hosts: readonly string[]
  readonly trustProxy: readonly string[]
  readonly visibility?: 'open' | 'locked'
  readonly entrance: 'form' | 'link'
  readonly pin?: string
  readonly evaluate: boolean
  readonly arm: 'always' | 'after-error' | 'unlocked' | 'off'
  readonly appPackages: readonly string[]
  readonly editor?: string
  readonly show: readonly string[]
  readonly hide: readonly string[]
  readonly stateDirectory: string
  readonly environment?: string
  readonly limits: Limits
  /** A short key for what belongs to this project. */
  readonly project: string
  readonly problems: readonly string[]
}

const DEFAULT_LIMITS: Limits = {
  liveFrames: 30,
  chainFrames: 300,
  errorsPerSecond: 50,
  pauseShare: 0.1,
  liveTracebacks: 20,
  liveMinutes: 30,
  depth: 3,
  items: 100,
  properties: 50,
  stringLength: 1000,
  snapshotMs: 15,
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Options, then environment, then defaults. What does not make sense is reported and left out, or counts as what opens
 * the least.
 * @throws GuardError `option-refused` where that would be to run without what was asked for: the PIN, the environment,
 *   the names to hide, or the options as a whole.
 */
export function resolveOptions(given: unknown, env: Environment, directory: string): ResolvedOptions {
  const problems: string[] = []
  const read = createOptionReader(given, env, problems)
  const project = `${basename(directory).replace(/[^\w.-]/g, '_') || 'app'}-${shortHash(directory)}`
  const visibility = read.word('visibility', ['open', 'locked'], 'locked')
  const entrance = read.word('entrance', ['form', 'link'], 'link') ?? 'form'
  if (entrance === 'link' && visibility === 'open') problems.push('visibility is locked, because entrance is link')
  const asked = read.value('evaluate')
  const evaluate = typeof asked === 'boolean' ? asked : read.word('evaluate', ['on', 'off'], 'off') !== 'off'
  const pin = pinOf(read.value('pin'))
  const editor = read.text('editor')
  const environment = textOrRefuse('environment', read.value('environment'))
  const path = read.text('basePath') ?? '/__inquest__'
  const basePath = normalPath(path)
  if (basePath === undefined) problems.push('basePath has to be a path such as /__inquest__')
  const hosts = read.list('hosts')
  for (const host of hosts) {
    if (/^\.[^.]+$/.test(host) && host !== '.localhost')
      problems.push(`hosts has ${JSON.stringify(host)}, which trusts every name that ends like this`)
  }
  const before = problems.length
  const hide = read.list('hide')
  if (problems.length > before) throw new GuardError('option-refused', `${problems.at(-1) ?? ''}.`)
  return {
    basePath: basePath ?? '/__inquest__',
    hosts,
    trustProxy: read.list('trustProxy'),
    appPackages: read.list('appPackages'),
    show: read.list('show'),
    hide,
    entrance,
    evaluate,
    arm: read.word('arm', ['always', 'after-error', 'unlocked', 'off'], armUnlike(read.value('arm'))) ?? 'always',
    stateDirectory: read.text('stateDirectory') ?? join(stateHome(env), 'inquest', project),
    limits: limitsOf(read.value('limits'), env['INQUEST_LIMITS'], problems),
    project,
    problems,
    ...(visibility === undefined ? {} : { visibility }),
    ...(pin === undefined ? {} : { pin }),
    ...(editor === undefined ? {} : { editor }),
    ...(environment === undefined ? {} : { environment }),
  }
}

/** A misspelt word opens nothing that is not open by default; false, null and the like mean less than that. */
function armUnlike(value: unknown): 'always' | 'off' {
  return typeof value === 'string' ? 'always' : 'off'
}

/** A number is the PIN that it looks like; one that begins with zeros, or that JavaScript rounds, is to be a text. */
function pinOf(value: unknown): string | undefined {
  return textOrRefuse('pin', Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : value)
}

function textOrRefuse(name: OptionName, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw new GuardError('option-refused', `${name} has to be a text, and is ${kindOf(value)}.`)
}

/** Those of the variable, and over them those that were given. */
function limitsOf(value: unknown, variable: string | undefined, problems: string[]): Limits {
  let given: unknown = typeof value === 'string' ? limitsIn(value) : value === undefined ? {} : value
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    problems.push(`limits has to be an object, or name=number with commas, and is ${kindOf(given)}`)
    given = {}
  }
  return { ...DEFAULT_LIMITS, ...checked({ ...limitsIn(variable ?? ''), ...(given as object) }, problems) }
}

function limitsIn(text: string): Record<string, number> {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', number] = part.split('=')
      return [name.trim(), Number(number)]
    }),
  )
}

function checked(limits: Partial<Limits>, problems: string[]): Partial<Limits> {
  const kept = Object.entries(limits).filter(([name, value]) => {
    const fits = Object.hasOwn(DEFAULT_LIMITS, name) && Number.isFinite(value) && value > 0
    if (!fits) problems.push(`limits.${name} has to be a number above 0`)
    return fits
  })
  return Object.fromEntries(kept)
}

function normalPath(path: string): string | undefined {
  const fits = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+\/?$/.test(path)
  return fits ? path.replace(/\/$/, '') : undefined
}

function stateHome(env: Environment): string {
  return optional(env['XDG_STATE_HOME']) ?? join(homedir(), '.local', 'state')
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}

function optional(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value
}
