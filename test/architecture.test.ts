import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom. Types may cross further: they are erased. Every room may use `shared`. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  instrument: [],
  capture: [],
  surface: [],
  snapshot: [],
  source: [],
  store: [],
  traceback: ['snapshot'],
  console: [],
  guard: [],
  http: [],
  watch: [],
  cli: ['guard'],
}

/** The one file that may import a foreign library; the rest of the code gets it from there. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  'node:inspector': ['src/server/capture/inspector-session.ts', 'src/server/watch/hold-thread.ts'],
  'source-map': ['src/server/source/source-map-consumer.ts'],
  '@hono/node-server': ['src/server/surface/node-exchange.ts'],
  '@xterm/xterm': ['src/ui/console/terminal.ts'],
  '@xterm/addon-fit': ['src/ui/console/terminal.ts'],
  '@xterm/addon-web-links': ['src/ui/console/terminal.ts'],
}

interface Import {
  readonly file: string
  readonly specifier: string
  readonly typeOnly: boolean
}

const imports = sources('src').flatMap(importsOf)

describe('architecture', () => {
  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(200)
  })

  it('lets rooms import only the doors that the table allows', () => {
    const broken = imports.flatMap(({ file, specifier, typeOnly }) => {
      const room = roomOf(file)
      const target = targetOf(file, specifier)
      if (room === undefined || target === undefined || target.room === room) return []
      // The command line is a root that lies in a folder of its own.
      if (target.room === undefined && room === 'cli') return []
      if (target.room === undefined)
        return [`${file} imports the root file ${target.file}: rooms get collaborators as arguments`]
      if (!target.isDoor) return [`${file} reaches past the door of ${target.room}: import ${target.room}/index.ts`]
      if (typeOnly || ROOMS[room]?.includes(target.room) === true) return []
      return [
        `${file} imports ${target.room}, which ${room} may not: add it as an argument, or change the table with a reason`,
      ]
    })
    expect(broken).toEqual([])
  })

  it('knows every room', () => {
    const folders = readdirSync('src/server', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(ROOMS).sort())
  })

  it('lets roots enter rooms by their doors', () => {
    const broken = imports.flatMap(({ file, specifier }) => {
      const target = targetOf(file, specifier)
      if (roomOf(file) !== undefined || target?.room === undefined || target.isDoor) return []
      return [`${file} reaches past the door of ${target.room}`]
    })
    expect(broken).toEqual([])
  })

  it('keeps server, page and shared vocabulary apart', () => {
    const broken = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.'))
        return file.startsWith('src/shared/') || (file.startsWith('src/ui/') && specifier.startsWith('node:'))
      const target = join(file, '..', specifier)
      const side = file.split('/')[1]
      return !target.startsWith('src/shared/') && target.split('/')[1] !== side
    })
    expect(broken).toEqual([])
  })

  it('imports each foreign library in one file', () => {
    const broken = imports.filter(({ file, specifier, typeOnly }) => {
      if (specifier.endsWith('.css')) return false
      const allowed = Object.entries(FOREIGN).find(
        ([name]) => specifier === name || specifier.startsWith(`${name}/`),
      )?.[1]
      return allowed !== undefined && !typeOnly && !allowed.includes(file)
    })
    expect(broken).toEqual([])
  })

  it('takes the global `process`: to make a module of it, Node reads all of it, and so opens stdin, stdout and stderr', () => {
    expect(imports.filter(({ specifier }) => /^(?:node:)?process$/.test(specifier))).toEqual([])
  })

  it('reads the environment only at the roots', () => {
    const broken = sources('src/server').filter(
      (file) => roomOf(file) !== undefined && file !== 'src/server/cli/main.ts' && /\bprocess\.env\b/.test(code(file)),
    )
    expect(broken).toEqual([])
  })

  it('keeps files short enough to read in a sitting', () => {
    const long = sources('src').filter((file) => readFileSync(file, 'utf8').split('\n').length > 400)
    expect(long).toEqual([])
  })
})

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(directory, name))
}

function importsOf(file: string): Import[] {
  const pattern =
    /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm
  return [...code(file).matchAll(pattern)].map(([, type, from, bare, dynamic]) => ({
    file,
    specifier: from ?? bare ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }))
}

function code(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

function roomOf(file: string): string | undefined {
  const [, room, rest] = /^src\/server\/([^/]+)\/(.+)$/.exec(file) ?? []
  return rest === undefined ? undefined : room
}

function targetOf(
  file: string,
  specifier: string,
): { file: string; room: string | undefined; isDoor: boolean } | undefined {
  if (!specifier.startsWith('.')) return undefined
  const target = join(file, '..', specifier)
  if (!target.startsWith('src/server/')) return undefined
  const room = roomOf(target)
  return { file: target, room, isDoor: room !== undefined && target === `src/server/${room}/index.ts` }
}
