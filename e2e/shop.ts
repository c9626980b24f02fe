import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'

/** An app in a process of its own, started as a developer starts it: the built package through its preload. */
export interface App {
  /** `http://127.0.0.1:port`, as the banner says. */
  readonly origin: string
  /** The banner's one-time link. */
  readonly unlockLink: string
  readonly stderr: () => string
  /** After a restart by itself: when the app has said once more where it is. */
  readonly restarted: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface AppOptions {
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export const PIN = '2468-1357-9'

const START_MS = 20_000
const BANNER = /overview {2}(\S+)\/__inquest__\/\n.*PIN {7}(\S+)\n.*unlock {4}(\S+)\n/g

export async function startApp(file: string, { nodeArgs = [], env = {} }: AppOptions = {}): Promise<App> {
  const home = mkdtempSync(join(tmpdir(), 'inquest-e2e-'))
  const child = spawn(process.execPath, [...nodeArgs, '--import', 'inquest/register', file], {
    // A group of its own: under --watch the app is a child of that child.
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      INQUEST_STATE: join(home, 'state'),
      INQUEST_PIN: PIN,
      // On a busy machine a pause takes longer, and the budget would leave out what a test wants to see.
      INQUEST_LIMITS: 'pauseShare=1',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const kill = (): void => killGroup(child)
  process.once('exit', kill)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    kill()
    await exited
    process.off('exit', kill)
    rmSync(home, { recursive: true, force: true })
  }

  const banner = async (count: number): Promise<RegExpExecArray> => {
    const deadline = performance.now() + START_MS
    for (;;) {
      const found = [...stderr.matchAll(BANNER)][count - 1]
      if (found !== undefined) return found
      if (child.exitCode !== null || performance.now() > deadline) {
        await stop()
        throw new Error(`${file} did not come up (banner ${count}):\n${stderr}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  const [, origin = '', , unlockLink = ''] = await banner(1)
  let starts = 1
  return {
    origin,
    unlockLink,
    stderr: () => stderr,
    restarted: async () => {
      await banner(++starts)
    },
    stop,
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** One running app for all tests of a file. What it returns may be called in tests only. */
export function useApp(file: string, options?: AppOptions): () => App {
  let app: App | undefined
  test.beforeAll(async () => {
    app = await startApp(file, options)
  })
  test.afterAll(async () => {
    await app?.stop()
  })
  return () => {
    if (app === undefined) throw new Error(`${file} is not running`)
    return app
  }
}

/** The demo shop. */
export const useShop = (): (() => App) => useApp('examples/shop/main.ts')
