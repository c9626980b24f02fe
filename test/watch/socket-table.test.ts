import { describe, expect, it } from 'vitest'
import { isClientGone } from '../../src/server/watch/socket-table.ts'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n'

function line(local: string, remote: string, state: string): string {
  return `   7: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 3321 1 0000000000000000 20 4 30 10 -1\n`
}

const server = { localPort: 8080, remotePort: 51000 } // 1F90, C738

describe('a client', () => {
  it.each([
    ['is there while its connection is established', line('0100007F:1F90', '0100007F:C738', '01'), false],
    ['has gone where it has hung up', line('0100007F:1F90', '0100007F:C738', '08'), true],
    ['has gone where there is no connection any more', line('0100007F:1F90', '0100007F:C739', '01'), true],
    ['is not told by its own end of the connection', line('0100007F:C738', '0100007F:1F90', '01'), true],
    [
      'is there over IPv6, too',
      line('0000000000000000FFFF00000100007F:1F90', '0000000000000000FFFF00000100007F:C738', '01'),
      false,
    ],
    [
      'is there while any client with that port is',
      line('0100007F:1F90', '0100007F:C738', '08') + line('0100007F:1F90', '0200007F:C738', '01'),
      false,
    ],
  ])('%s', (_, lines, gone) => {
    expect(isClientGone(HEAD + lines, server)).toBe(gone)
  })

  it('is found among many', () => {
    const others = Array.from({ length: 20_000 }, (_, n) =>
      line('0100007F:1F90', `0100007F:${(n + 1).toString(16).toUpperCase().padStart(4, '0')}`, '08'),
    ).join('')
    expect(isClientGone(HEAD + others + line('0100007F:1F90', '0100007F:C738', '01'), server)).toBe(false)
  })
})
