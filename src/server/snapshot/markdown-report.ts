import type { Frame, TracedError, Traceback } from '../../shared/traceback.ts'
import * as run from './frame-run.ts'
import { cut, escapeControls } from './text-escape.ts'
import { requestLine, type ReportOptions } from './text-report.ts'

const MAX_HEADING = 200

/**
 * The traceback for an issue or an assistant: error, request, the app's frames with source and variables, versions. No
 * value can end the code block or the section it stands in.
 */
export function renderMarkdown(traceback: Traceback, options: ReportOptions = {}): string {
  const { error, frames, request, process, notices } = traceback
  const blocks = [`# ${heading(error)}`]
  if (request !== undefined) blocks.push(`Request: ${code(requestLine(request))}`)
  blocks.push(...errorBlocks(error, frames, options, traceback.state === 'snapshot'))
  if (request !== undefined && request.headers.length > 0) {
    blocks.push(
      details(
        'Request headers',
        fence(
          'http',
          request.headers.map(([name, value]) => `${name}: ${value}`),
        ),
      ),
    )
  }
  if (request?.body !== undefined && request.body.text !== '') {
    const { text, size, truncated } = request.body
    const summary = truncated ? `Request body, the beginning of ${size} bytes` : 'Request body'
    blocks.push(details(summary, fence('', text.split(/\r?\n/))))
  }
  blocks.push(details('Stack', fence('', error.stack.split(/\r?\n/))))
  blocks.push(`Node ${prose(process.node)}`)
  for (const { message, remedy } of notices) {
    blocks.push(`> Note: ${prose(message)}${remedy === undefined ? '' : ` ${code(remedy)}`}`)
  }
  return `${blocks.join('\n\n')}\n`
}

function errorBlocks(
  error: TracedError,
  frames: readonly Frame[],
  options: ReportOptions,
  ofSnapshot: boolean,
): string[] {
  const blocks: string[] = []
  if (error.message.length > MAX_HEADING || /[\r\n]/.test(error.message)) {
    blocks.push(fence('', error.message.split(/\r?\n/)))
  }
  if (error.properties.length > 0) blocks.push(fence('js', error.properties.map(run.describeVariable)))
  for (const part of run.foldFrames(frames)) {
    if (part.kind === 'folded') blocks.push(`_${prose(run.describeFolded(part))}_`)
    else blocks.push(...frameBlocks(part.frame, options, ofSnapshot))
  }
  for (const { relation, error: other, frames: others } of error.causes) {
    blocks.push(`## ${relation === 'cause' ? 'Caused by' : 'One of the errors'}: ${heading(other)}`)
    blocks.push(...errorBlocks(other, others, options, ofSnapshot))
  }
  return blocks
}

function frameBlocks(frame: Frame, { root }: ReportOptions, ofSnapshot: boolean): string[] {
  const place = `${code(frame.functionName)} at ${code(run.describeLocation(frame, root))}`
  const blocks = [`### ${place}${prose(run.describeState(frame, ofSnapshot))}`]
  const excerpt = run.excerptLines(frame)
  if (excerpt.length > 0) blocks.push(fence(languageOf(frame.location.file), excerpt))
  const variables = frame.scopes.flatMap((scope) =>
    scope.variables.length === 0
      ? []
      : [
          `// ${scope.kind}${scope.name === undefined ? '' : ` ${scope.name}`}`,
          ...scope.variables.map(run.describeVariable),
        ],
  )
  if (variables.length > 0) blocks.push(details('Variables', fence('js', variables)))
  return blocks
}

function heading({ name, message }: TracedError): string {
  const [first = ''] = message.split(/\r?\n/)
  const text = first === '' ? name : `${name}: ${first}`
  return prose(text.length > MAX_HEADING ? `${cut(text, MAX_HEADING)}…` : text)
}

/** A code block whose fence is longer than any run of backticks in it. */
function fence(language: string, lines: readonly string[]): string {
  const text = lines.map((line) => escapeControls(line, '\t')).join('\n')
  const mark = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${mark}${language}\n${text}\n${mark}`
}

/** A code span, with as many backticks around it as it takes. */
function code(text: string): string {
  const shown = escapeControls(text)
  const mark = '`'.repeat(longestRun(shown) + 1)
  const space = shown === '' || /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return mark + space + shown + space + mark
}

function details(summary: string, content: string): string {
  return `<details><summary>${prose(summary)}</summary>\n\n${content}\n\n</details>`
}

/** Text that neither Markdown nor HTML sees anything in, no link, mention or issue number either. */
function prose(text: string): string {
  return escapeControls(text)
    .replaceAll(/[\\`*_{}[\]()#+!|~<>&-]/g, (char) => (/[<>&]/.test(char) ? `&#${char.charCodeAt(0)};` : `\\${char}`))
    .replaceAll(/@(?=\w)/g, '@&#8203;')
    .replaceAll(/(?<=\b(?:https?|ftp)):(?=\/\/)|(?<=\bwww)\./gi, (char) => `&#${char.charCodeAt(0)};`)
}

function longestRun(text: string): number {
  let longest = 0
  for (const [mark] of text.matchAll(/`+/g)) longest = Math.max(longest, mark.length)
  return longest
}

function languageOf(file: string): string {
  const extension = /\.[cm]?([jt]sx?)$/.exec(file)?.[1]
  return extension ?? 'js'
}
