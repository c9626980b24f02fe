import { carriesSecret, type Redactor } from './redaction.ts'
import { hasOwn, isProxy, startsWith, symbolDescription } from './intrinsics.ts'
import { readProperty } from './member-list.ts'
import { NAMING } from './naming-fields.ts'
import { ownData } from './value-kind.ts'

const LONGEST_NAME = 100

/** Whether a member is secret by its own name, or as the `value` of something that has a secret name. */
export function hidesMember(holder: object, key: unknown, value: unknown, redactor: Redactor | undefined): boolean {
  if (redactor === undefined || !carriesSecret(value)) return false
  const name = typeof key === 'symbol' ? symbolDescription(key) : key
  if (typeof name !== 'string') return false
  return redactor.hidesName(name) || (name === 'value' && isNamedSecret(holder, redactor))
}

function isNamedSecret(holder: object, redactor: Redactor): boolean {
  if (isProxy(holder)) return false
  for (let index = 0; index < NAMING.length; index++) {
    const key = NAMING[index] ?? ''
    if (!hasOwn(holder, key)) continue
    const read = readProperty(holder, key)
    if ('value' in read && isSecretName(read.value, redactor)) return true
  }
  return false
}

/**
 * Lists without names hold secrets, too: `['Cookie', 'sid=…']` of `rawHeaders`, `['authorization', '…']` of entries,
 * and `['--password', '…']` among the words of a command.
 */
export function hidesElement(list: object, place: number, total: number, redactor: Redactor | undefined): boolean {
  if (redactor === undefined || place === 0) return false
  const isPaired = place % 2 === 1 && total % 2 === 0
  const name = ownData(list, `${place - 1}`)
  return (
    isSecretName(name, redactor) &&
    (isPaired || startsWith(name as string, '--')) &&
    carriesSecret(ownData(list, `${place}`))
  )
}

function isSecretName(name: unknown, redactor: Redactor): boolean {
  return typeof name === 'string' && name.length <= LONGEST_NAME && redactor.hidesName(name)
}
