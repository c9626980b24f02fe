import { pathToFileURL } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { startProgram, type Program, type ProgramOptions } from '../program.ts'
import { BUILDS, createFolder } from './stack-builds.ts'

vi.setConfig({ testTimeout: 120_000 })

const FRAMEWORKS = ['node:http', 'Express', 'Fastify', 'an app that emits requests'] as const
/** The others differ from these in what stands below the app only. */
const THROUGH_ALL = ['ES modules without maps', 'a minified bundle with its packages', 'tsx, ES modules']

type Stacks = Readonly<Record<string, string>>

/** Each process is asked one thing at a time: how its microtasks are run shows in stacks. */
async function stacksOf(program: Program, frameworks: readonly string[]): Promise<Stacks> {
  const { ports, paths } = (await (await program.fetch('/index')).json()) as {
    ports: readonly number[]
    paths: readonly string[]
  }
  const stacks: Record<string, string> = {}
  for (const framework of frameworks) {
    const port = ports[FRAMEWORKS.indexOf(framework as 'Express')]
    for (const path of paths) {
      const response = await fetch(`http://127.0.0.1:${port ?? 0}${path}`, { headers: { accept: 'text/html' } })
      stacks[`${framework} ${path}`] = `${response.status} ${await response.text()}`
    }
  }
  return stacks
}

async function compare(
  name: string,
  frameworks: readonly string[],
  armed: Partial<ProgramOptions> = {},
): Promise<readonly [bare: Stacks, armed: Stacks]> {
  const folder = createFolder()
  const programs: Program[] = []
  try {
    const { file, nodeArgs } = await BUILDS[name]!(folder.path)
    const env = { INQUEST_VISIBILITY: 'locked' }
    programs.push(
      ...(await Promise.all([
        startProgram(file, { nodeArgs, unlock: false, preload: false }),
        startProgram(file, { nodeArgs, unlock: false, env, ...armed }),
      ])),
    )
    const [bare, watched] = await Promise.all(programs.map((program) => stacksOf(program, frameworks)))
    return [bare!, watched!]
  } finally {
    await Promise.all(programs.map((program) => program.stop()))
    folder.remove()
  }
}

describe('error.stack in an answer is that of bare Node to the byte', () => {
  it.concurrent.each(Object.keys(BUILDS))('%s', async (name) => {
    const [bare, armed] = await compare(name, THROUGH_ALL.includes(name) ? FRAMEWORKS : ['node:http'])
    const isMapped = !/without maps|strips|after the app|no maps/.test(name)
    expect(bare['node:http /awaits']).toMatch(
      isMapped || name.includes('strips') ? /routes\.[mc]?ts:/ : /routes\.[mc]js:/,
    )
    expect(armed).toEqual(bare)
  })

  it.concurrent('a handler that is wrapped, called by code of the same bundle', async () => {
    const env = {
      INQUEST_VISIBILITY: 'locked',
      WRAP_WITH: pathToFileURL('src/server/index.ts').href,
    }
    const [bare, armed] = await compare('a minified bundle with its packages', ['Express'], { preload: false, env })
    expect(bare['Express /throws']).toMatch(/routes\.ts:[^]*app\.ts:/)
    expect(armed).toEqual(bare)
  })
})
