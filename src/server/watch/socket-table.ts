import type { Connection } from './shared-state.ts'

/** As Linux gives them: `/proc/net/tcp` and `tcp6` of the process's own network. */
export const SOCKET_TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'] as const

/** `TCP_ESTABLISHED` of the kernel's `tcp_states.h`; a client that has hung up leaves `TCP_CLOSE_WAIT`. */
const ESTABLISHED = '01'

const LINE = /^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:([\dA-F]{4}) ([\dA-F]{2}) /gm

/**
 * Whether the client at the other end has hung up. Addresses are not compared: where two clients have the same port,
 * both have to be gone.
 */
export function isClientGone(table: string, { localPort, remotePort }: Connection): boolean {
  for (const [, local = '', remote = '', state] of table.matchAll(LINE))
    if (parseInt(local, 16) === localPort && parseInt(remote, 16) === remotePort && state === ESTABLISHED) return false
  return true
}
