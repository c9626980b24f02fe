import { describe, expect, it } from 'vitest'
import { LIVE_CONTROL, PAYLOADS } from './payloads.ts'
import { BASE, HTML, useTarget } from './target.ts'
import type { Target } from './target.ts'

const HOSTILE = 'test/programs/security/hostile.mjs'
const LIMITS = 'errorsPerSecond=100000,pauseShare=1,liveTracebacks=5,snapshotMs=200'
const target = useTarget({ env: { INQUEST_LIMITS: LIMITS }, unlock: true }, HOSTILE)

const FORMS = ['', '.txt', '.md', '.curl']

async function told({ sendIn }: Target, path: string): Promise<Record<string, string>> {
  const headers = [
    ['x-hostile', Buffer.from(PAYLOADS[0] ?? '').toString('latin1')],
    ['accept', '*/*'],
  ] as const
  const { head } = await sendIn('GET', path, headers)
  const id = /\/t\/(\S+)/.exec(head)?.[1] ?? ''
  expect(id, path).not.toBe('')
  const texts = await Promise.all(
    FORMS.map(async (end) => [end, (await sendIn('GET', `${BASE}/api/tracebacks/${id}${end}`)).body] as const),
  )
  return Object.fromEntries(texts)
}

const places = [
  ...PAYLOADS.map((_, index) => `/message/${index}`),
  ...PAYLOADS.map((_, index) => `/stack/${index}`),
  ...PAYLOADS.map((_, index) => `/place/${index}`),
  ...[0, 40, 80].flatMap((from) => [`/causes/${from}`, `/values/${from}`]),
]

describe('31 reports, copies and log lines', () => {
  it('have no live control sequence, no link and no text that runs the other way', async () => {
    const alive: string[] = []
    for (const path of places) {
      const texts = await told(target(), path)
      for (const end of ['.txt', '.md', '.curl']) {
        const found = LIVE_CONTROL.exec(texts[end] ?? '')
        if (found !== null) {
          const at = texts[end]?.slice(Math.max(0, found.index - 30), found.index + 30)
          alive.push(`${path}${end}: ${JSON.stringify(at)}`)
        }
      }
    }
    expect(alive.slice(0, 10)).toEqual([])
  }, 120_000)

  it('as Markdown have no markup, link or picture of an attacker, and no fence that ends too early', async () => {
    const alive: string[] = []
    for (const path of places) {
      const { '.md': markdown = '' } = await told(target(), path)
      // Ours are these two, each a line of its own.
      const outside = withoutCode(markdown).replaceAll(
        /^(?:<details><summary>[A-Z][a-z ]+<\/summary>|<\/details>)$/gm,
        '',
      )
      const found = /<\/?[a-z!?][^>\n]*|(?<!\\)!?\[[^\]\n]*\]\([^)\n]*\)|^# pwned/im.exec(outside)
      if (found !== null)
        alive.push(`${path}: ${JSON.stringify(outside.slice(Math.max(0, found.index - 40), found.index + 60))}`)
    }
    expect(alive.slice(0, 10)).toEqual([])
  }, 120_000)

  it('on the terminal of the app: no line of ours moves the cursor or fakes another', () => {
    const lines = target().program.stderr().split('\n')
    const alive = lines.filter((line) => LIVE_CONTROL.test(line))
    expect(alive.map((line) => JSON.stringify(line)).slice(0, 10)).toEqual([])
    expect(lines.some((line) => line.includes('inquest: ') && line.includes('\\u001b'))).toBe(true)
  })

  it('on the terminal of the app: a message of many lines begins none of them where ours begin', async () => {
    const { program, sendIn } = target()
    const fakes = ['inquest: a fake line', 'Listening on https://evil.test', ' * PIN 000-000-000']
    await sendIn('GET', `/lines?l=${encodeURIComponent(`x\n${fakes.join('\n')}`)}`)
    await expect.poll(() => program.stderr()).toContain('PIN 000-000-000')
    const lines = program.stderr().split('\n')
    for (const fake of fakes) {
      const found = lines.filter((line) => line.includes(fake.trim()))
      expect(found.length, fake).toBeGreaterThan(0)
      for (const line of found) expect(line).toMatch(/^ {4}|^inquest: Error: cannot charge/)
    }
  })

  it('about hosts and settings: nothing of a Host header is obeyed by the terminal', async () => {
    const { send, program } = target()
    for (const host of ['a\u001b[31mb', 'a\u009b2Jb', 'evil\u202etest', 'a\tb'])
      await send('GET', '/message/0', [['Host', host], HTML])
    expect(
      program
        .stderr()
        .split('\n')
        .filter((line) => /stays hidden/.test(line) && LIVE_CONTROL.test(line)),
    ).toEqual([])
  })
})

/** What a renderer of CommonMark would not show as code. */
function withoutCode(markdown: string): string {
  const kept: string[] = []
  let fence = ''
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence === '' && mark !== '') fence = mark
    else if (fence !== '') {
      if (mark.startsWith(fence[0] ?? ' ') && mark.length >= fence.length && line.trim() === mark) fence = ''
    } else kept.push(line.replaceAll(/(?<![`\\])(`+)(?!`)([^]*?[^`])\1(?!`)/g, ''))
  }
  return kept.join('\n')
}
