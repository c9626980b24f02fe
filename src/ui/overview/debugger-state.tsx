import type { SessionInfo } from '../../shared/failure.ts'
import type { DebuggerStatus } from '../../shared/page-data.ts'
import { Remedied } from '../page/notice-list.tsx'
import { describeDuration } from '../text/moment.ts'
import { showLine } from '../text/visible-text.ts'

interface DebuggerStateProps {
  readonly status: DebuggerStatus
  readonly session: SessionInfo
}

/** What is armed and what is not, what it costs, and the settings in force. */
export const DebuggerState = ({ status, session }: DebuggerStateProps) => {
  const { capture, pauses } = status
  return (
    <aside aria-label="State of the debugger">
      <h2 class="caps">State</h2>
      <dl class="pairs">
        <Fact name="capture" on={capture.armed} value={capture.armed ? 'armed' : 'not armed'} {...capture} />
        <Fact
          name="preload"
          on={status.preload}
          value={status.preload ? 'loaded' : 'not loaded'}
          reason={status.preload ? undefined : 'async callers and optimised frames have no variables without it'}
          remedy={status.preload ? undefined : 'node --import inquest/register …'}
        />
        <Fact
          name="console"
          on={session.console.available}
          value={session.console.available ? 'available' : 'off'}
          reason={session.console.reason}
          remedy={session.console.remedy}
        />
      </dl>
      <h2 class="caps">Cost</h2>
      <dl class="pairs">
        <Fact name="pauses" value={String(pauses.count)} />
        {pauses.count > 0 && (
          <Fact
            name="p50, p95, max"
            value={[pauses.p50Ms, pauses.p95Ms, pauses.maxMs].map(describeDuration).join(', ')}
          />
        )}
        <Fact name="captures skipped" value={String(status.skippedCaptures)} />
        <Fact name="modules rewritten" value={String(status.rewrittenModules)} />
        <Fact name="own failures" value={String(status.ownFailures)} on={status.ownFailures > 0 ? false : undefined} />
      </dl>
      <h2 class="caps">Settings</h2>
      <dl class="pairs">
        {status.settings.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </aside>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  /** Undefined for what is neither on nor off. */
  readonly on?: boolean | undefined
  readonly reason?: string | undefined
  readonly remedy?: string | undefined
}

const Fact = ({ name, value, on, reason, remedy }: FactProps) => (
  <div>
    <dt>{showLine(name)}</dt>
    <dd>
      <span class={on === undefined ? undefined : on ? 'state-on' : 'state-off'}>{showLine(value)}</span>
      {reason !== undefined && (
        <p class="dim">
          <Remedied message={reason} remedy={remedy} />
        </p>
      )}
      {reason === undefined && remedy !== undefined && (
        <p>
          <code class="remedy">{showLine(remedy)}</code>
        </p>
      )}
    </dd>
  </div>
)
