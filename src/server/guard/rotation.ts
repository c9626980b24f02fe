import { openKeyring } from './directory-keyring.ts'
import { GuardError } from './guard-error.ts'
import { replacePin } from './pin.ts'
import { openStateDirectory } from './state-directory.ts'
import { createTokens } from './token.ts'

/**
 * Gives the project of this state directory a new PIN and ends all its sessions and links. Guards that run notice by
 * themselves; one with a PIN of the developer's own keeps that.
 * @throws GuardError `state-directory-unsafe`, and what the disk throws.
 */
export function rotateSecrets(stateDirectory: string, onProblem: (message: string) => void): string {
  const opened = openStateDirectory(stateDirectory)
  if (!opened.ok) throw new GuardError('state-directory-unsafe', opened.message)
  const pin = replacePin(opened.state)
  for (const name of ['sessions', 'tokens']) {
    const keyring = openKeyring(opened.state, name, onProblem)
    for (const [key] of keyring.list()) keyring.remove(key)
  }
  return pin
}

/**
 * A token for the project of this state directory, good once and for ten minutes. Guards that run take it at once.
 * @throws GuardError `state-directory-unsafe`.
 */
export function issueToken(stateDirectory: string, onProblem: (message: string) => void): string {
  const opened = openStateDirectory(stateDirectory)
  if (!opened.ok) throw new GuardError('state-directory-unsafe', opened.message)
  return createTokens(openKeyring(opened.state, 'tokens', onProblem), Date.now).issue()
}
