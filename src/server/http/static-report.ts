import { html } from 'hono/html'
import type { PageData } from '../../shared/page-data.ts'
import type { ErrorChainLink, Frame, Traceback } from '../../shared/traceback.ts'

type Markup = ReturnType<typeof html>

/** What a browser without JavaScript shows. Every value goes through `html`, which makes it text. */
export function staticReport(data: PageData): Markup {
  switch (data.page) {
    case 'traceback':
      return tracebackReport(data.traceback)
    case 'overview':
      return html`<main class="static">
        <h1>Inquest</h1>
        <ul>
          ${data.tracebacks.map(
            ({ id, at, error }) =>
              html`<li><a href="${data.basePath}/t/${id}">${visible(`${error.name}: ${error.message}`)}</a> ${at}</li>`,
          )}
        </ul>
      </main>`
    case 'unlock':
      return html`<main class="static">
        <h1>Locked</h1>
        <p>Unlocking needs JavaScript.</p>
      </main>`
  }
}

function tracebackReport({ error, frames, request }: Traceback): Markup {
  return html`<main class="static">
    <h1>${visible(`${error.name}: ${error.message}`)}</h1>
    ${request === undefined ? '' : html`<p>${visible(`${request.method} ${request.url}`)} · ${request.status ?? ''}</p>`}
    ${frames.map(frameReport)} ${error.causes.map(causeReport)}
    <h2>Stack</h2>
    <pre>${visible(error.stack)}</pre>
  </main>`
}

function causeReport({ relation, error, frames }: ErrorChainLink): Markup {
  return html`<section>
    <h2>${relation === 'cause' ? 'Caused by' : 'One of the errors'}: ${visible(`${error.name}: ${error.message}`)}</h2>
    ${frames.map(frameReport)} ${error.causes.map(causeReport)}
  </section>`
}

function frameReport({ functionName, location, async, origin, excerpt, scopes }: Frame): Markup {
  const place = `${location.file}:${location.line}:${location.column}`
  const head = html`<h3>
    ${async ? 'await ' : ''}${visible(functionName) || '(anonymous)'} <small>${visible(place)}</small>
  </h3>`
  if (origin !== 'app') return head
  return html`<section>
    ${head}
    <pre>
${(excerpt?.lines ?? []).map((line, index) => numbered(line, (excerpt?.startLine ?? 1) + index, location.line)).join('\n')}</pre>
    <dl>
      ${scopes.flatMap(({ variables }) =>
        variables.map(
          (variable) =>
            html`<dt>${visible(variable.name)}${variable.isMinified === true ? ' (minified)' : ''}</dt>
              <dd>${'value' in variable ? visible(variable.value.preview) : variable.missing}</dd>`,
        ),
      )}
    </dl>
  </section>`
}

function numbered(line: string, number: number, failing: number): string {
  return `${number === failing ? '>' : ' '} ${String(number).padStart(5)}  ${visible(line)}`
}

/** Control characters and bidi overrides as escapes: they could make a line read as another. */
function visible(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- these are what it is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
