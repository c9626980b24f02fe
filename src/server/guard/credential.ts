export type Credential =
  { readonly kind: 'pin'; readonly pin: string } | { readonly kind: 'token'; readonly token: string }

const MAX_LENGTH = 512

/**
 * The body of an unlock: `{pin}` or `{token}`, a string of 1 to 512 characters; undefined for everything else. Only own
 * data properties are read: an inherited `pin` must not become anybody's credential, and a getter is not to run.
 */
export function parseCredential(body: unknown): Credential | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const pin = ownText(body, 'pin')
  const token = ownText(body, 'token')
  if (pin !== undefined && token === undefined) return { kind: 'pin', pin }
  if (token !== undefined && pin === undefined) return { kind: 'token', token }
  return undefined
}

function ownText(body: object, key: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(body, key)?.value
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_LENGTH ? value : undefined
}
