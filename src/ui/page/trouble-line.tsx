import { describeTrouble } from '../client/failure-words.ts'
import type { PageSession } from './page-session.ts'
import { PIN_PLACE, UnlockForm } from './unlock-form.tsx'

/** The calm line across the page when the app is away, the traceback gone or the session over. */
export const TroubleLine = ({ session }: { readonly session: PageSession }) => {
  const trouble = session.trouble.value
  return (
    <div role="status" class={trouble === undefined ? 'trouble-none' : 'trouble'}>
      {trouble !== undefined && <p>{describeTrouble(trouble)}</p>}
      {trouble === 'expired' && <UnlockForm session={session} title="Unlock again" lead={PIN_PLACE} />}
    </div>
  )
}
