import type { Frame, Variable } from '../../shared/traceback.ts'

/** Frames as a report lists them: those of the app one by one, the others in runs. */
export type FrameRun =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'folded'; readonly count: number; readonly packages: readonly string[] }

/** Folds runs of dependency and node frames. Where no frame is the app's own, the innermost one is not folded. */
export function foldFrames(frames: readonly Frame[]): readonly FrameRun[] {
  const hasOwnFrame = frames.some((frame) => frame.origin === 'app')
  const runs: FrameRun[] = []
  let folded: Frame[] = []
  const close = (): void => {
    if (folded.length === 0) return
    runs.push({ kind: 'folded', count: folded.length, packages: [...new Set(folded.map(packageOf))] })
    folded = []
  }
  frames.forEach((frame, index) => {
    if (frame.origin !== 'app' && (hasOwnFrame || index > 0)) {
      folded.push(frame)
      return
    }
    close()
    runs.push({ kind: 'frame', frame })
  })
  close()
  return runs
}

/** `… 12 frames in express, node` */
export function describeFolded({ count, packages }: FrameRun & { kind: 'folded' }): string {
  return `… ${count} frame${count === 1 ? '' : 's'} in ${packages.join(', ')}`
}

/** `src/orders.js:12:5`, relative to `root` where the file is below it. */
export function describeLocation({ location }: Frame, root: string | undefined): string {
  return `${relativeTo(root, location.file)}:${location.line}:${location.column}`
}

/** ` · async`, and why a frame is less than live. Of a snapshot nobody expects live frames. */
export function describeState(frame: Frame, ofSnapshot: boolean): string {
  const async = frame.async ? ' · async' : ''
  const expected = frame.state === 'live' || (ofSnapshot && frame.state === 'snapshot')
  if (expected && frame.reason === undefined) return async
  return `${async} · ${frame.state}${frame.reason === undefined ? '' : ` (${frame.reason})`}`
}

/** Two lines on either side of the failing one, numbered, the failing one marked. */
export function excerptLines({ excerpt, location }: Frame): readonly string[] {
  if (excerpt === undefined) return []
  const first = Math.max(excerpt.startLine, location.line - 2)
  const last = Math.min(excerpt.startLine + excerpt.lines.length - 1, location.line + 2)
  const width = `${last}`.length
  const lines: string[] = []
  for (let line = first; line <= last; line++) {
    const text = excerpt.lines[line - excerpt.startLine] ?? ''
    lines.push(`${line === location.line ? '>' : ' '} ${`${line}`.padStart(width)} | ${text}`.trimEnd())
  }
  return lines
}

const MISSING = {
  redacted: '••••••',
  'optimised-out': '<optimised out>',
  uninitialised: '<not initialised>',
  getter: '<getter>',
  budget: '<not captured: out of budget>',
  depth: '<not captured: too deep>',
} as const

/** `item = { id: 2, price: -1 }`, or `t (minified) = 7` where the source's name is not known */
export function describeVariable(variable: Variable): string {
  const name = variable.isMinified === true ? `${variable.name} (minified)` : variable.name
  return `${name} = ${'missing' in variable ? MISSING[variable.missing] : variable.value.preview}`
}

function packageOf(frame: Frame): string {
  if (frame.origin === 'node') return 'node'
  const name = (frame.package ?? '').split(' ')[0] ?? ''
  return name === '' ? 'a dependency' : name
}

function relativeTo(root: string | undefined, file: string): string {
  if (root === undefined || root === '') return file
  const folder = root.endsWith('/') ? root : `${root}/`
  return file.startsWith(folder) ? file.slice(folder.length) : file
}
