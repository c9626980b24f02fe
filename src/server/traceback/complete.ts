import type {
  ErrorChainLink,
  Frame,
  FrameState,
  Notice,
  RequestInfo,
  Scope,
  TracedError,
  Traceback,
} from '../../shared/traceback.ts'
import type { Located, SourceReader } from '../source/index.ts'
import { isCommonJsModule } from './draft.ts'
import type { Draft, DraftCause, DraftFrame } from './draft.ts'
import { functionSource } from './function-text.ts'
import { markGenerated, namesOf, renameScopes } from './renamed-scopes.ts'

export interface CompleteParts {
  readonly id: string
  readonly at: string
  readonly draft: Draft
  readonly request: RequestInfo | undefined
  readonly notices: readonly Notice[]
  readonly sources: SourceReader
  /** Text as V8 compiled it; undefined where it is gone. */
  scriptSource(scriptId: string): string | undefined
  /** A stack text as the app's own source has it. */
  showStack(stack: string, message: string): string
}

/** The rest of a traceback, off the request's path: original positions, excerpts, highlighting. */
export async function completeTraceback(parts: CompleteParts): Promise<Traceback> {
  const { id, at, draft, request, notices } = parts
  const [frames, causes] = await Promise.all([locateAll(draft.frames, parts), chain(draft.causes, parts)])
  return {
    id,
    at,
    error: tracedError(draft, causes, parts),
    frames,
    ...(request === undefined ? {} : { request }),
    process: { pid: process.pid, node: process.version, title: process.title, directory: process.cwd() },
    state: 'live',
    notices,
  }
}

function tracedError({ error }: Draft, causes: readonly ErrorChainLink[], { showStack }: CompleteParts): TracedError {
  const { name, message, stack, properties } = error
  return { name, message, stack: showStack(stack, message), properties, causes }
}

async function chain(causes: readonly DraftCause[], parts: CompleteParts): Promise<readonly ErrorChainLink[]> {
  return Promise.all(
    causes.map(async (cause): Promise<ErrorChainLink> => {
      const [frames, inner] = await Promise.all([locateAll(cause.frames, parts), chain(cause.causes, parts)])
      return { relation: cause.relation, error: tracedError(cause, inner, parts), frames }
    }),
  )
}

function locateAll(frames: readonly DraftFrame[], parts: CompleteParts): Promise<readonly Frame[]> {
  return Promise.all(frames.map((frame) => locate(frame, parts)))
}

async function locate(frame: DraftFrame, parts: CompleteParts): Promise<Frame> {
  const { sources } = parts
  const { index, async, url, line, column, captured } = frame
  const scriptId = captured?.position.scriptId
  const found = await sources.locate({ url, line, column, ...(scriptId === undefined ? {} : { scriptId }) })
  const state: FrameState = captured?.entry === undefined ? 'source-only' : 'live'
  const reason = frame.reason ?? found.problem
  const functionName = nameOf(frame, found)
  const scopes =
    found.generated === undefined ? frame.scopes : await originalScopes(frame, functionName, found.location.file, parts)
  return {
    index,
    functionName,
    async,
    origin: captured?.origin === 'node' ? 'node' : found.origin,
    location: found.location,
    ...(found.generated === undefined ? {} : { generated: found.generated }),
    ...(found.package === undefined ? {} : { package: found.package }),
    ...(found.excerpt === undefined ? {} : { excerpt: found.excerpt }),
    scopes,
    state,
    ...(reason === undefined ? {} : { reason }),
  }
}

async function originalScopes(
  frame: DraftFrame,
  functionName: string,
  file: string,
  parts: CompleteParts,
): Promise<readonly Scope[]> {
  const { captured } = frame
  // V8 names a scope after its function, as that is called in the running code.
  const scopes = frame.scopes.map((scope) =>
    scope.name !== undefined && scope.name === frame.functionName ? { ...scope, name: functionName } : scope,
  )
  const source = captured && scopes.length > 0 ? functionSource(captured, (id) => parts.scriptSource(id)) : undefined
  const names = source && namesOf(frame, source)
  if (captured === undefined || names === undefined) return scopes
  const originals = await parts.sources.originalNames(captured.position, names)
  const renamed = originals === undefined ? scopes : renameScopes(scopes, originals)
  return markGenerated(renamed, (words) => parts.sources.absentWords(file, words))
}

/** A map knows what a minifier has renamed. V8 knows better what is an accessor, or has no name in the source. */
function nameOf(frame: DraftFrame, found: Located): string {
  const { functionName: running } = frame
  const original = found.functionName
  if (running === '') return original ?? unnamed(frame, found)
  if (original === undefined || found.generated === undefined || running.startsWith('<')) return running
  const accessor = /^(?:get|set) /.exec(running)?.[0] ?? ''
  return accessor + original
}

function isFile(url: string): boolean {
  return url.startsWith('file:') || url.startsWith('/')
}

/** Code outside of all functions, by the scope that its own variables are in. */
function unnamed({ captured, url }: DraftFrame, found: Located): string {
  const scope = captured?.scopes.find(({ kind }) => kind !== 'block' && kind !== 'catch' && kind !== 'with')
  if (scope?.kind === 'module' || (scope?.kind === 'local' && isCommonJsModule(scope))) return '(module)'
  if (scope?.kind === 'eval') return '(eval)'
  if (found.isTopLevel === true && url === '') return '(eval)'
  if (found.isTopLevel === true) return captured === undefined && isFile(url) ? '(module)' : '(script)'
  return '(anonymous)'
}
