import { useEffect } from 'preact/hooks'
import type { TracebackSummary } from '../../shared/traceback.ts'
import { NoticeList } from '../page/notice-list.tsx'
import { TroubleLine } from '../page/trouble-line.tsx'
import { countOf, describeMoment } from '../text/moment.ts'
import { shorten, showLine } from '../text/visible-text.ts'
import { DebuggerState } from './debugger-state.tsx'
import type { OverviewModel } from './overview-model.ts'
import type { SummaryGroup } from './summary-groups.ts'
import './overview-page.css'

export const OverviewPage = ({ model }: { readonly model: OverviewModel }) => {
  const { data, client } = model
  // Who comes back to this tab wants to see what has failed meanwhile.
  useEffect(() => {
    const onVisible = (): void => {
      if (document.visibilityState === 'visible') void model.refresh()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])
  const lock = async (): Promise<void> => {
    if ((await client.lock()).ok) location.reload()
  }
  const groups = model.groups.value
  return (
    <div class="overview">
      <header>
        <h1>Inquest</h1>
        <p class="dim">
          {data.status.version} · Node {data.status.node}
        </p>
        <button type="button" onClick={() => void model.refresh()}>
          Refresh
        </button>
        <button type="button" onClick={() => void lock()}>
          Lock
        </button>
      </header>
      <TroubleLine session={model.session} />
      <NoticeList notices={data.status.notices} />
      <div class="overview-columns">
        <main>
          <h2 class="caps">Tracebacks</h2>
          {groups.length === 0 ? (
            <Empty armed={data.status.capture.armed} />
          ) : (
            <ul class="groups">
              {groups.map((group) => (
                <Group key={group.key} group={group} basePath={data.basePath} />
              ))}
            </ul>
          )}
        </main>
        <DebuggerState status={data.status} session={model.session.info.value} />
      </div>
    </div>
  )
}

const Empty = ({ armed }: { readonly armed: boolean }) => (
  <div class="empty">
    <p>Nothing has failed yet.</p>
    <p class="dim">
      {armed
        ? 'The next request that does shows its traceback in place of the error page, and stands here.'
        : 'Capture is not armed: what is missing stands beside.'}
    </p>
  </div>
)

interface GroupProps {
  readonly group: SummaryGroup
  readonly basePath: string
}

const Group = ({ group, basePath }: GroupProps) => {
  const { newest, tracebacks } = group
  return (
    <li>
      <a class="group" href={`${basePath}/t/${encodeURIComponent(newest.id)}`}>
        <span class="group-error">
          <b>{shorten(showLine(newest.error.name), 100)}</b>
          {newest.error.message !== '' && <>: {shorten(showLine(newest.error.message), 240)}</>}
        </span>
        <Facts summary={newest} />
      </a>
      {tracebacks.length > 1 && (
        <details>
          <summary>
            <span class="count">{tracebacks.length}×</span>
            <span class="offscreen"> {countOf(tracebacks.length, 'time')}, show all</span>
          </summary>
          <ul>
            {tracebacks.map((summary) => (
              <li key={summary.id}>
                <a href={`${basePath}/t/${encodeURIComponent(summary.id)}`}>
                  <Facts summary={summary} />
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

const Facts = ({ summary }: { readonly summary: TracebackSummary }) => (
  <span class="facts">
    {summary.request === undefined ? (
      'outside a request'
    ) : (
      <code>
        {showLine(summary.request.method)} {shorten(showLine(summary.request.url), 160)}
      </code>
    )}
    <span class="dim"> · {describeMoment(summary.at, new Date())} · </span>
    <span class={`badge badge-${summary.state}`}>
      <span aria-hidden="true">{summary.state === 'live' ? '●' : '◐'} </span>
      {summary.state}
    </span>
  </span>
)
