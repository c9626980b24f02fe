/** An IP address as a number. IPv4 in IPv6 clothes (`::ffff:a.b.c.d`) is the IPv4 address. */
export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

/** A network in CIDR form, `prefix` in bits. */
export interface Network extends Address {
  readonly prefix: number
}

const LOOPBACK4: Network = { family: 4, value: 127n << 24n, prefix: 8 }
const MAPPED = 0xffffn

/** Plain dotted decimal only: no octal, no hexadecimal, no short forms (the tricks of CVE-2022-32212). */
export function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (match === null) return undefined
  let value = 0n
  for (const part of match.slice(1)) {
    if ((part.length > 1 && part.startsWith('0')) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

/** RFC 4291 text without a zone. */
export function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45 || !/^[0-9a-f:.]+$/i.test(text)) return undefined
  let rest = text
  let tail: string[] = []
  if (text.includes('.')) {
    const cut = text.lastIndexOf(':')
    const v4 = parseIpv4(text.slice(cut + 1))
    if (cut < 0 || v4 === undefined) return undefined
    tail = [(v4 >> 16n).toString(16), (v4 & 0xffffn).toString(16)]
    rest = text.slice(0, cut).endsWith(':') ? text.slice(0, cut + 1) : text.slice(0, cut)
  }
  const halves = rest.split('::')
  if (halves.length > 2) return undefined
  const [head = [], last] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const after = last === undefined ? [] : last
  const given = head.length + after.length + tail.length
  if (last === undefined ? given !== 8 : given > 7) return undefined
  const groups = [...head, ...new Array<string>(8 - given).fill('0'), ...after, ...tail]
  let value = 0n
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    value = (value << 16n) | BigInt(`0x${group}`)
  }
  return value
}

/** An address as a socket or a proxy names it (a link-local zone is dropped); undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 64) return undefined
  const v4 = parseIpv4(text)
  if (v4 !== undefined) return { family: 4, value: v4 }
  const v6 = parseIpv6(text.replace(/^(fe[89ab][0-9a-f]:.*)%[\w.-]+$/i, '$1'))
  if (v6 === undefined) return undefined
  return v6 >> 32n === MAPPED ? { family: 4, value: v6 & 0xffffffffn } : { family: 6, value: v6 }
}

/** `10.0.0.0/8`, `fd00::/8` or one address. A prefix of 0 would name everyone and is refused. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text)
  const address = parseAddress(match?.[1] ?? '')
  if (match === null || address === undefined) return undefined
  const bits = address.family === 4 ? 32 : 128
  if (match[2] === undefined) return { ...address, prefix: bits }
  const mapped = address.family === 4 && text.includes(':')
  const prefix = Number(match[2]) - (mapped ? 96 : 0)
  return prefix < 1 || prefix > bits ? undefined : { ...address, prefix }
}

export function contains(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false
  const shift = BigInt((network.family === 4 ? 32 : 128) - network.prefix)
  return network.value >> shift === address.value >> shift
}

export function isLoopback(address: Address): boolean {
  return address.family === 4 ? contains(LOOPBACK4, address) : address.value === 1n
}

/** The name under which tries are counted. One IPv6 customer owns at least a /64, so that is one client. */
export function clientKey(address: Address | undefined): string {
  if (address === undefined) return 'unknown'
  return address.family === 4 ? `4:${address.value.toString(16)}` : `6:${(address.value >> 64n).toString(16)}`
}
