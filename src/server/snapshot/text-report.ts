import type { ErrorChainLink, Frame, Notice, RequestInfo, TracedError, Traceback } from '../../shared/traceback.ts'
import * as run from './frame-run.ts'
import { escapeControls } from './text-escape.ts'

export interface ReportOptions {
  /** Absolute path of the project: files below it are named relative to it. */
  readonly root?: string
}

/**
 * The traceback for terminals, logs and tests: the same for the same failure, with no ids and no times in it. Ends with
 * a line break. Control characters of values are visible escapes.
 */
export function renderText(traceback: Traceback, options: ReportOptions = {}): string {
  const lines = [...errorLines(traceback.error)]
  if (traceback.request !== undefined) lines.push(requestLine(traceback.request))
  lines.push(...errorBody(traceback.error, traceback.frames, options, traceback.state === 'snapshot'))
  if (traceback.notices.length > 0) lines.push('', ...traceback.notices.flatMap(noticeLines))
  return `${lines.map((line) => escapeControls(line, '\t').trimEnd()).join('\n')}\n`
}

/** `GET /orders?x=1 → 500` */
export function requestLine({ method, url, status }: RequestInfo): string {
  return `${method} ${url}${status === undefined ? '' : ` → ${status}`}`
}

/** `TypeError: message`, and further lines where the message has them. */
function errorLines({ name, message }: TracedError): readonly string[] {
  return (message === '' ? name : `${name}: ${message}`).split(/\r?\n/)
}

function errorBody(
  error: TracedError,
  frames: readonly Frame[],
  options: ReportOptions,
  ofSnapshot: boolean,
): readonly string[] {
  const lines = error.properties.map((property) => `    ${run.describeVariable(property)}`)
  for (const part of run.foldFrames(frames)) {
    lines.push(
      '',
      ...(part.kind === 'folded' ? [run.describeFolded(part)] : frameLines(part.frame, options, ofSnapshot)),
    )
  }
  for (const link of error.causes) lines.push('', ...linkLines(link, options, ofSnapshot))
  return lines
}

function frameLines(frame: Frame, { root }: ReportOptions, ofSnapshot: boolean): readonly string[] {
  const lines = [`${frame.functionName}  ${run.describeLocation(frame, root)}${run.describeState(frame, ofSnapshot)}`]
  for (const line of run.excerptLines(frame)) lines.push(`  ${line}`)
  for (const scope of frame.scopes) {
    if (scope.variables.length === 0) continue
    lines.push(`    ${scope.kind}${scope.name === undefined ? '' : ` ${scope.name}`}`)
    for (const variable of scope.variables) lines.push(`      ${run.describeVariable(variable)}`)
  }
  return lines
}

function linkLines({ relation, error, frames }: ErrorChainLink, options: ReportOptions, ofSnapshot: boolean): string[] {
  const [first = '', ...more] = errorLines(error)
  const head = `${relation === 'cause' ? 'Caused by' : 'One of the errors'}: ${first}`
  return [head, ...more, ...errorBody(error, frames, options, ofSnapshot)]
}

function noticeLines({ message, remedy }: Notice): readonly string[] {
  return remedy === undefined ? [`Note: ${message}`] : [`Note: ${message}`, `  ${remedy}`]
}
