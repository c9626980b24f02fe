import { type ReadonlySignal, signal } from '@preact/signals'
import type { SessionInfo } from '../../shared/failure.ts'
import type { ApiClient, Credential } from '../client/api.ts'
import { type ClientFailure, describeUnlockFailure, type Trouble, troubleOf } from '../client/failure-words.ts'

/** Who we are to the server, and what stands in the way. */
export interface PageSession {
  readonly info: ReadonlySignal<SessionInfo>
  readonly trouble: ReadonlySignal<Trouble | undefined>
  /** The sentence below the PIN field, '' for none. */
  readonly unlockError: ReadonlySignal<string>
  readonly unlocking: ReadonlySignal<boolean>
  readonly unlock: (credential: Credential) => Promise<boolean>
  readonly noteFailure: (failure: ClientFailure) => void
  readonly noteAnswer: () => void
  /** Asks the server anew. */
  readonly refresh: () => Promise<void>
}

export const LOCKED: SessionInfo = { unlocked: false, console: { available: false } }

export const createSession = (
  client: Pick<ApiClient, 'unlock' | 'session'>,
  first: SessionInfo,
  onUnlocked: () => Promise<void>,
): PageSession => {
  const info = signal(first)
  const trouble = signal<Trouble | undefined>(undefined)
  const unlockError = signal('')
  const unlocking = signal(false)
  let countdown: ReturnType<typeof setInterval> | undefined

  const showFailure = (failure: ClientFailure): void => {
    let seconds = failure.retryAfterSeconds ?? 0
    unlockError.value = describeUnlockFailure(failure, seconds)
    clearInterval(countdown)
    if (seconds <= 0) return
    countdown = setInterval(() => {
      seconds--
      unlockError.value = describeUnlockFailure(failure, seconds)
      if (seconds <= 0) clearInterval(countdown)
    }, 1000)
  }

  const refresh = async (): Promise<void> => {
    const result = await client.session()
    if (result.ok) info.value = result.value
  }

  return {
    info,
    trouble,
    unlockError,
    unlocking,
    refresh,
    unlock: async (credential) => {
      if (unlocking.value) return false
      unlocking.value = true
      const result = await client.unlock(credential)
      if (!result.ok) {
        unlocking.value = false
        showFailure(result.failure)
        return false
      }
      clearInterval(countdown)
      unlockError.value = ''
      trouble.value = undefined
      await onUnlocked()
      unlocking.value = false
      return true
    },
    noteFailure: (failure) => {
      trouble.value = troubleOf(failure) ?? trouble.value
    },
    noteAnswer: () => {
      if (trouble.value === 'offline') trouble.value = undefined
    },
  }
}
