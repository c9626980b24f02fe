import { useSignal } from '@preact/signals'
import { countOf, describeDuration, describeMoment } from '../text/moment.ts'
import { shorten, showLine, showText } from '../text/visible-text.ts'
import { ChainTabs } from './chain-tabs.tsx'
import { HeaderActions } from './header-actions.tsx'
import { RequestDetails } from './request-details.tsx'
import type { TracebackModel } from './traceback-model.ts'
import './error-header.css'

interface ErrorHeaderProps {
  readonly model: TracebackModel
  readonly onKeys: () => void
}

export const ErrorHeader = ({ model, onKeys }: ErrorHeaderProps) => (
  <header class="error-header">
    <div class="error-title">
      <ErrorTitle
        key={model.tabIndex.value}
        name={model.tab.value.error.name}
        message={model.tab.value.error.message}
      />
      <HeaderActions model={model} onKeys={onKeys} />
    </div>
    <RequestLine model={model} />
    <ChainTabs model={model} />
  </header>
)

/** Beyond these a message is folded. */
const MESSAGE_LENGTH = 240
const MESSAGE_LINES = 3
/** Beyond this it is set smaller. */
const LONG_MESSAGE = 90

const foldMessage = (message: string): string =>
  shorten(message.split('\n').slice(0, MESSAGE_LINES).join('\n'), MESSAGE_LENGTH)

const ErrorTitle = ({ name, message }: { readonly name: string; readonly message: string }) => {
  const open = useSignal(false)
  const whole = showText(message)
  const folded = foldMessage(whole)
  const hidden = whole.length - folded.length
  return (
    <div class="error-text">
      <h1 class={whole.length > LONG_MESSAGE ? 'long' : ''}>
        <b>{shorten(showLine(name), 200)}</b>
        {message !== '' && <span>: {open.value ? whole : folded}</span>}
      </h1>
      {hidden > 0 && (
        <button type="button" class="link" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          {open.value ? 'show less' : `show ${countOf(hidden, 'more character')}`}
        </button>
      )}
    </div>
  )
}

const RequestLine = ({ model }: { readonly model: TracebackModel }) => {
  const traceback = model.traceback.value
  const { request } = traceback
  const facts = [
    ...(request?.status === undefined ? [] : [String(request.status)]),
    describeMoment(traceback.at, new Date()),
    ...(request?.durationMs === undefined ? [] : [describeDuration(request.durationMs)]),
    `process ${traceback.process.pid}`,
    ...(traceback.state === 'snapshot' ? ['snapshot'] : []),
  ].join(' · ')
  if (request === undefined) {
    return (
      <p class="request-line">
        outside a request <span class="dim">· {facts}</span>
      </p>
    )
  }
  return (
    <details class="request">
      <summary class="request-line">
        <code>
          {showLine(request.method)} {shorten(showLine(request.url), 300)}
        </code>
        <span class="dim"> · {facts}</span>
      </summary>
      <RequestDetails request={request} process={traceback.process} />
    </details>
  )
}
