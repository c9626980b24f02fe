import type { PageSession } from '../page/page-session.ts'
import { PIN_PLACE, UnlockForm } from '../page/unlock-form.tsx'

export const UnlockPage = ({ session }: { readonly session: PageSession }) => (
  <main class="unlock-page">
    <h1>Inquest</h1>
    <UnlockForm session={session} title="Unlock this browser" lead={PIN_PLACE} autoFocus />
  </main>
)
