import type { Notice } from '../../shared/traceback.ts'
import { showLine, showText } from '../text/visible-text.ts'

/** What is less than it could be, each with the one line that would change it. */
export const NoticeList = ({ notices }: { readonly notices: readonly Notice[] }) =>
  notices.length === 0 ? null : (
    <ul class="notices" aria-label="Notices">
      {notices.map((notice) => (
        <li key={`${notice.code} ${notice.message}`}>
          <Remedied message={notice.message} remedy={notice.remedy} />
        </li>
      ))}
    </ul>
  )

interface RemediedProps {
  readonly message: string
  readonly remedy: string | undefined
}

export const Remedied = ({ message, remedy }: RemediedProps) => (
  <>
    {showText(message)} {remedy !== undefined && <code class="remedy">{showLine(remedy)}</code>}
  </>
)
