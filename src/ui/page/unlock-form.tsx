import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { PageSession } from './page-session.ts'
import './unlock-form.css'

interface UnlockFormProps {
  readonly session: PageSession
  readonly title: string
  readonly lead: string
  /** Only where the form is all there is on the page. */
  readonly autoFocus?: boolean
}

export const UnlockForm = ({ session, title, lead, autoFocus = false }: UnlockFormProps) => {
  const pin = useSignal('')
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const error = session.unlockError.value

  useEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [])

  const submit = async (): Promise<void> => {
    const entered = pin.value.trim()
    if (entered === '' || (await session.unlock({ pin: entered }))) return
    field.current?.focus()
    field.current?.select()
  }

  return (
    <section class="unlock" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="dim" id={`${id}-lead`}>
        {lead}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <label for={`${id}-pin`}>PIN</label>
        <div class="unlock-row">
          <input
            ref={field}
            id={`${id}-pin`}
            name="pin"
            type="text"
            autocomplete="off"
            spellcheck={false}
            maxLength={300}
            aria-describedby={`${id}-lead ${id}-error`}
            aria-invalid={error !== ''}
            value={pin.value}
            onInput={(event) => (pin.value = event.currentTarget.value)}
          />
          <button type="submit" class="primary" aria-disabled={session.unlocking.value}>
            Unlock
          </button>
        </div>
        <p id={`${id}-error`} class="unlock-error" role="alert">
          {error}
        </p>
      </form>
    </section>
  )
}

export const PIN_PLACE =
  'The PIN is in the terminal where the app was started, among the lines Inquest printed on start.'
