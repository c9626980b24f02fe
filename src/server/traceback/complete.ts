import type {
  ErrorChainLink,
  Frame,
  FrameState,
  Notice,
  RequestInfo,
  TracedError,
  Traceback,
} from '../../shared/traceback.ts'
import type { SourceReader } from '../source/index.ts'
import type { Draft, DraftCause, DraftFrame } from './draft.ts'

export interface CompleteParts {
  readonly id: string
  readonly at: string
  readonly draft: Draft
  readonly request: RequestInfo | undefined
  readonly notices: readonly Notice[]
  readonly sources: SourceReader
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

async function locate(frame: DraftFrame, { sources }: CompleteParts): Promise<Frame> {
  const { index, functionName, async, url, line, column, scopes, captured } = frame
  const found = await sources.locate({ url, line, column })
  const state: FrameState = captured?.entry === undefined ? 'source-only' : 'live'
  const reason = frame.reason ?? found.problem
  return {
    index,
    functionName: functionName || found.functionName || (isModuleCode(frame) ? '(module)' : '(anonymous)'),
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

function isModuleCode({ captured }: DraftFrame): boolean {
  return captured?.scopes[0]?.kind === 'module'
}
