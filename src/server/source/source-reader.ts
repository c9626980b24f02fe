import type { Excerpt, FrameOrigin, Location } from '../../shared/traceback.ts'
import { createDiskTexts } from './disk-texts.ts'
import { createExcerpts } from './excerpts.ts'
import { createLeases } from './leases.ts'
import { DEFAULT_LIMITS, type SourceLimits } from './limits.ts'
import { createMapThread } from './map-thread.ts'
import { createOriginals, type Original } from './original.ts'
import { createOrigins, packageOf, type InstalledPackage } from './origins.ts'
import { clampPosition, type Position } from './position.ts'
import { createRecent } from './recent.ts'
import { parsableText, placesOfNames, type FrameNames } from './renamed-variables.ts'
import { createScriptMaps, type OpenedMap } from './script-map.ts'
import { placeOf } from './script-place.ts'
import { createScripts, type Script } from './script.ts'
import type { SourceText } from './source-text.ts'

export interface SourceReaderOptions {
  /**
   * From a position in the running code to the position in the text that was loaded before the debugger's own rewriting
   * (what earlier hooks made of the file, or the file). Left out: nothing is rewritten.
   */
  readonly unrewrite?: (url: string, position: Position) => Position
  /**
   * The text of a script *before* the debugger's own rewriting, in which the positions of `unrewrite` are right. It is
   * what has the source map of a loader such as tsx, and all there is of evaluated code and deleted files. Must not be
   * the rewritten text: its inline map would be applied on top of `unrewrite`.
   */
  readonly loadedSource?: (url: string, scriptId?: string) => string | undefined
  /** Overrules "what is in node_modules is a dependency", by path, or by URL for what is on no disk. */
  readonly isApp?: (file: string) => boolean | undefined
  /** Lines before and after the failing one; default 7. */
  readonly contextLines?: number
  /** Milliseconds since the epoch: files changed later may not be what runs. Default: when this process started. */
  readonly startedAt?: number
  readonly limits?: Partial<SourceLimits>
}

/** A position in the running code. Evaluated code has no URL and is known by V8's `scriptId` alone. */
export interface ScriptPosition extends Position {
  readonly url: string
  readonly scriptId?: string
}

/** Reads source for frames. No method throws or rejects; what could not be had is told in `problem`. */
export interface SourceReader {
  /** `at`: what V8 reports, 1-based. Takes time (reading, decoding): never call it while a request waits. */
  locate(at: ScriptPosition): Promise<Located>
  /**
   * What the source calls the variables of a frame, where a map tells: for each scope, original names by running ones
   * (which they may equal). Undefined where there is no map, or nothing in it.
   */
  originalNames(script: Pick<ScriptPosition, 'url' | 'scriptId'>, frame: FrameNames): Promise<OriginalNames | undefined>
  /** Which of these words are nowhere in an original source that a `locate` has returned; none where it is not to be had. */
  absentWords(file: string, words: readonly string[]): Promise<ReadonlySet<string>>
  /** A whole file by `Located.location.file`. Undefined for a file that no `locate` of this reader has returned. */
  wholeFile(file: string): Promise<Excerpt | undefined>
  /** Frees the decoded maps. Afterwards `locate` answers with the place alone. */
  close(): void
}

export type OriginalNames = readonly ReadonlyMap<string, string>[]

export interface Located {
  /** Original source where a map leads there. */
  readonly location: Location
  /** Where a source map was applied: the place in the running file (before the debugger's rewriting). */
  readonly generated?: Location
  readonly origin: FrameOrigin
  /** `name version` of the dependency. */
  readonly package?: string
  readonly excerpt?: Excerpt
  /** The function around the position as the source names it; tells more than V8's name in minified code. */
  readonly functionName?: string
  /** The position is in no function. */
  readonly isTopLevel?: true
  /** What is less than it could be, for people: `; ` between several. */
  readonly problem?: string
}

type Shown = Pick<Located, 'location' | 'excerpt' | 'functionName' | 'isTopLevel'>
const MAX_FILES = 2000
const MAX_NAME = 200
const WORD_CHARACTER = /[\p{ID_Continue}$]/u

export function createSourceReader(options: SourceReaderOptions = {}): SourceReader {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const disk = createDiskTexts(limits.textBytes, limits.heldChars)
  const scripts = createScripts(disk, options.loadedSource ?? (() => undefined), {
    maxHeld: limits.heldChars,
    maxBytes: limits.textBytes,
  })
  const leases = createLeases<OpenedMap>(limits.maps, limits.mapChars)
  const thread = createMapThread()
  const originals = createOriginals(createScriptMaps(leases, thread), disk)
  const origins = createOrigins(options.isApp ?? (() => undefined))
  const excerpts = createExcerpts({ ...limits, contextLines: options.contextLines ?? 7 })
  const startedAt = options.startedAt ?? performance.timeOrigin
  // How to read again what was shown once. What is not in here is not served.
  const shown = createRecent<() => Promise<SourceText | undefined>>(MAX_FILES)
  let closed = false

  const read = async (at: ScriptPosition, known: Partial<Shown> & Progress): Promise<Located> => {
    const place = placeOf(at.url)
    const rewritten = clampPosition(at)
    known.location = { file: place.name, ...rewritten }
    if (place.kind === 'node') return { location: known.location, origin: 'node' }
    const generated = clampPosition(options.unrewrite?.(at.url, rewritten) ?? rewritten)
    known.location = { file: place.name, ...generated }
    const ownPackage = packageOf(place.name)
    known.origin = origins.originOf(place.name)
    const script = await scripts.read(at.url, at.scriptId)
    const original = await originals.find(script, generated, ownPackage)
    const problems = original.problem === undefined ? [] : [original.problem]
    const result = original.found
      ? await showOriginal(original.found, script, generated, problems)
      : await showGenerated(script, generated, problems)
    const { origin, inside } = judge(place.name, result.location.file, ownPackage)
    return {
      ...result,
      origin,
      ...(inside && { package: await origins.describePackage(inside) }),
      ...(problems.length > 0 && { problem: problems.join('; ') }),
    }
  }

  /** A dependency's own maps cannot make its frames the app's: many name sources that were never published. */
  const judge = (
    running: string,
    source: string,
    ownPackage: InstalledPackage | undefined,
  ): { origin: FrameOrigin; inside: InstalledPackage | undefined } => {
    const byScript = origins.originOf(running)
    if (byScript !== 'app') return { origin: byScript, inside: ownPackage }
    const inside = packageOf(source) ?? ownPackage
    return { origin: origins.originOf(source), inside }
  }

  const showOriginal = async (
    original: Original,
    script: Script,
    generated: Position,
    problems: string[],
  ): Promise<Shown & Pick<Located, 'generated'>> => {
    const location = { file: original.file, ...original.position }
    const places = { location, generated: { file: script.place.name, ...generated } }
    if (original.mapChangedMs !== undefined && original.mapChangedMs > startedAt) {
      problems.push(`the source map ${changedSince(original.mapChangedMs)}`)
    }
    if (original.text === undefined) {
      problems.push('the original source is neither in the source map nor on disk; shown is the code that runs')
      const { excerpt } = await showGenerated(script, generated, problems)
      return excerpt === undefined ? places : { ...places, excerpt }
    }
    if (original.changedMs !== undefined && original.changedMs > startedAt) {
      problems.push(changedSince(original.changedMs))
    }
    shown.set(original.file, original.again)
    const framed = await excerpts.around(original.text, original.file, original.position)
    if (framed === undefined) problems.push('the source has no such line')
    return { ...places, ...framed }
  }

  const showGenerated = async (script: Script, generated: Position, problems: string[]): Promise<Shown> => {
    const file = script.place.name
    const choice = excerpts.choose(script, generated, startedAt)
    if (choice.changedMs !== undefined) problems.push(changedSince(choice.changedMs))
    if (choice.problem !== undefined) problems.push(choice.problem)
    if (choice.kind === 'none') return { location: { file, ...generated } }
    if (choice.kind === 'large') {
      const excerpt = await excerpts.ofLargeFile(choice.path, generated)
      if (excerpt === undefined) problems.push('the source has no such line')
      return { location: { file, ...generated }, ...(excerpt && { excerpt }) }
    }
    const { url, scriptId } = script
    // Code without a URL has no name to be asked for by.
    if (url !== '') {
      shown.set(file, async () => {
        const again = await scripts.read(url, scriptId)
        const chosen = excerpts.choose(again, generated, startedAt)
        return chosen.kind === 'text' ? chosen.source : undefined
      })
    }
    const framed = await excerpts.around(choice.source, file, choice.position)
    if (framed === undefined) problems.push('the source has no such line')
    return { location: { file, ...choice.position }, ...framed }
  }

  const readNames = async (
    { url, scriptId }: Pick<ScriptPosition, 'url' | 'scriptId'>,
    frame: FrameNames,
  ): Promise<OriginalNames | undefined> => {
    const parsed = parsableText(frame)
    const tree = await excerpts.parse(parsed)
    if (tree === undefined) return undefined
    const scopes = placesOfNames(frame, tree, parsed)
    const written = scopes.flatMap((names, scope) =>
      [...names].flatMap(([name, places]) => places.map((place) => ({ scope, name, place }))),
    )
    const unrewritten = written.map(({ place }) => options.unrewrite?.(url, place) ?? place)
    const names = await originals.namesAt(await scripts.read(url, scriptId), unrewritten)
    const told = scopes.map(() => new Map<string, string[]>())
    for (const [index, { scope, name }] of written.entries()) {
      const original = names[index]
      if (original === undefined || !isVariableName(original)) continue
      const all = told[scope]?.get(name) ?? []
      told[scope]?.set(name, [...all, original])
    }
    const found = told.map((all) => new Map([...all].map(([name, originals]) => [name, mostFrequent(originals)])))
    return found.some(({ size }) => size > 0) ? found : undefined
  }

  const findAbsent = async (file: string, words: readonly string[]): Promise<ReadonlySet<string>> => {
    const source = await shown.get(file)?.()
    if (source === undefined) return new Set()
    return new Set(words.filter((word) => !hasWord(source.text, word)))
  }

  const readWhole = async (file: string): Promise<Excerpt | undefined> => {
    const text = await shown.get(file)?.()
    return text && (await excerpts.whole(text, file))
  }

  return {
    async locate(at) {
      const known: Progress = { location: { file: '<anonymous>', line: 1, column: 1 }, origin: 'app' }
      const fallback = (problem: string): Located => ({ location: known.location, origin: known.origin, problem })
      try {
        if (closed) known.location = { file: placeOf(at.url).name, ...clampPosition(at) }
        if (closed) return fallback('the source reader is closed')
        return await within(limits.locateMs, read(at, known), () =>
          fallback(`reading the source took longer than ${limits.locateMs / 1000} s`),
        )
      } catch (error) {
        return fallback(`the source could not be read: ${errorName(error)}`)
      }
    },
    async originalNames(script, frame) {
      if (closed) return undefined
      try {
        return await within(limits.locateMs, readNames(script, frame), () => undefined)
      } catch {
        return undefined // A damaged map: `locate` has told of it.
      }
    },
    async absentWords(file, words) {
      const none = new Set<string>()
      if (closed || words.length === 0) return none
      try {
        return await within(limits.locateMs, findAbsent(file, words), () => none)
      } catch {
        return none // The file has gone, or its map has, since it was shown.
      }
    },
    async wholeFile(file) {
      if (closed) return undefined
      try {
        return await within(limits.locateMs, readWhole(file), () => undefined)
      } catch {
        return undefined // The file has gone, or its map has, since it was shown.
      }
    },
    close() {
      closed = true
      leases.close()
      thread.close()
      disk.clear()
      scripts.clear()
      shown.clear()
    },
  }
}

/**
 * Where a minifier has dropped the name of a function, its map has two names for one place: that one, and the first
 * parameter's. The other places of the parameter have one. Of equally frequent ones the last.
 */
function mostFrequent(names: readonly string[]): string {
  const counts = Map.groupBy(names, (name) => name)
  return [...counts].reduce((best, next) => (next[1].length >= best[1].length ? next : best))[0]
}

/** A source may be megabytes long, and nearly every word of it is near its beginning: it is looked for, not taken apart. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = /.$/su.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? ''
    const after = /^./su.exec(text.slice(at + word.length, at + word.length + 2))?.[0] ?? ''
    if (!WORD_CHARACTER.test(before) && !WORD_CHARACTER.test(after)) return true
  }
  return false
}

function isVariableName(name: string): boolean {
  return name.length <= MAX_NAME && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
}

/** What is known so far, for an answer when the rest fails or takes too long. */
interface Progress {
  location: Location
  origin: FrameOrigin
}

function changedSince(changedMs: number): string {
  return `changed on disk since the process started (${new Date(changedMs).toISOString()})`
}

function errorName(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : 'unknown failure'
}

const startTimer = setTimeout
const stopTimer = clearTimeout

async function within<T>(ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<T>((resolve) => {
    timer = startTimer(() => resolve(late()), ms).unref()
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    stopTimer(timer)
  }
}
