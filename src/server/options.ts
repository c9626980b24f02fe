import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/** Everything that can be set; each has an environment variable, because the preload takes no arguments. */
export interface InquestOptions {
  /** Path of the debugger's own pages. Default `/__inquest__`. */
  readonly basePath?: string
  /** Hosts trusted besides loopback; a leading dot means subdomains, too. `INQUEST_HOSTS`, comma-separated. */
  readonly hosts?: readonly string[]
  /** Addresses or networks of proxies whose `X-Forwarded-*` count. `INQUEST_TRUST_PROXY`, comma-separated. */
  readonly trustProxy?: readonly string[]
  /** What strangers see of a failing response. Default: by where the request comes from. `INQUEST_VISIBILITY`. */
  readonly visibility?: 'open' | 'locked'
  /** `link`: strangers do not find the base path, only the link on the terminal leads in. `INQUEST_ENTRANCE`. */
  readonly entrance?: 'form' | 'link'
  /** Your own PIN instead of a random one. `INQUEST_PIN`. */
  readonly pin?: string
  /** False switches the console off. `INQUEST_EVALUATE=off`. */
  readonly evaluate?: boolean
  /** `always`; `after-error`: for 15 minutes after an error surfaced; `off`. Default `always`. `INQUEST_ARM`. */
  readonly arm?: 'always' | 'after-error' | 'off'
  /** Packages in `node_modules` that count as the app's own code. `INQUEST_APP_PACKAGES`. */
  readonly appPackages?: readonly string[]
  /** URL template for the editor, with `{file}`, `{line}` and `{column}`. `INQUEST_EDITOR`. */
  readonly editor?: string
  /** Names never hidden, and names always hidden, whatever they look like. `INQUEST_SHOW`, `INQUEST_HIDE`. */
  readonly show?: readonly string[]
  readonly hide?: readonly string[]
  /** Where PIN and sessions are kept, 0700. Default: a directory per project in the user's state directory. */
  readonly stateDirectory?: string
  /** `staging` allows the debugger where `NODE_ENV` is `production`. `INQUEST_ENV`. */
  readonly environment?: string
  /** `INQUEST_LIMITS`, as `name=number` with commas. */
  readonly limits?: Partial<Limits>
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

export type ResolvedOptions = Readonly<
  Required<Omit<InquestOptions, 'pin' | 'visibility' | 'editor' | 'environment' | 'limits'>> & {
    readonly limits: Limits
    readonly pin?: string
    readonly visibility?: 'open' | 'locked'
    readonly editor?: string
    readonly environment?: string
    /** A short key for what belongs to this project. */
    readonly project: string
    readonly problems: readonly string[]
  }
>

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

/** Options, then environment, then defaults. What does not make sense is reported and left out. */
export function resolveOptions(given: InquestOptions, env: Environment, directory: string): ResolvedOptions {
  const problems: string[] = []
  const project = `${basename(directory).replace(/[^\w.-]/g, '_') || 'app'}-${shortHash(directory)}`
  const oneOf = <T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined => {
    if (value === undefined || value === '') return undefined
    const found = allowed.find((word) => word === value)
    if (found === undefined)
      problems.push(`${name} is ${JSON.stringify(value)}, which is none of ${allowed.join(', ')}`)
    return found
  }
  const seen = given.visibility ?? optional(env['INQUEST_VISIBILITY'])
  const visibility = oneOf('visibility', seen, ['open', 'locked']) ?? (seen === undefined ? undefined : 'locked')
  // Whoever sets these wants less to be reachable: what cannot be understood must not leave it open.
  const way = given.entrance ?? optional(env['INQUEST_ENTRANCE'])
  const entrance = way === undefined ? 'form' : (oneOf('entrance', way, ['form', 'link']) ?? 'link')
  if (entrance === 'link' && visibility === 'open') problems.push('visibility is locked, because entrance is link')
  const arm = oneOf('arm', given.arm ?? env['INQUEST_ARM'], ['always', 'after-error', 'off'])
  const asked = optional(env['INQUEST_EVALUATE'])
  const evaluate = asked === undefined || oneOf('evaluate', asked, ['on', 'off']) === 'on'
  const pin = given.pin ?? optional(env['INQUEST_PIN'])
  const editor = given.editor ?? optional(env['INQUEST_EDITOR'])
  const environment = given.environment ?? optional(env['INQUEST_ENV'])
  const basePath = normalPath(given.basePath ?? optional(env['INQUEST_BASE_PATH']) ?? '/__inquest__')
  if (basePath === undefined) problems.push('basePath has to be a path such as /__inquest__')
  return {
    basePath: basePath ?? '/__inquest__',
    hosts: given.hosts ?? list(env['INQUEST_HOSTS']),
    trustProxy: given.trustProxy ?? list(env['INQUEST_TRUST_PROXY']),
    appPackages: given.appPackages ?? list(env['INQUEST_APP_PACKAGES']),
    show: given.show ?? list(env['INQUEST_SHOW']),
    hide: given.hide ?? list(env['INQUEST_HIDE']),
    entrance,
    evaluate: given.evaluate ?? evaluate,
    arm: arm ?? 'always',
    stateDirectory: given.stateDirectory ?? optional(env['INQUEST_STATE']) ?? join(stateHome(env), 'inquest', project),
    limits: { ...DEFAULT_LIMITS, ...checked({ ...limitsIn(env['INQUEST_LIMITS']), ...given.limits }, problems) },
    project,
    problems,
    ...(visibility === undefined ? {} : { visibility }),
    ...(pin === undefined ? {} : { pin }),
    ...(editor === undefined ? {} : { editor }),
    ...(environment === undefined ? {} : { environment }),
  }
}

function limitsIn(value: string | undefined): Record<string, number> {
  return Object.fromEntries(
    list(value).map((part) => {
      const [name = '', number] = part.split('=')
      return [name.trim(), Number(number)]
    }),
  )
}

function checked(limits: Partial<Limits>, problems: string[]): Partial<Limits> {
  const kept = Object.entries(limits).filter(([name, value]) => {
    const fits = Object.hasOwn(DEFAULT_LIMITS, name) && typeof value === 'number' && value > 0
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

function list(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function optional(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value
}
