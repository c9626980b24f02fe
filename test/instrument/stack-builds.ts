import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import ts from 'typescript'

const SOURCES = resolve('test/programs/stacks')
const FILES = ['routes', 'app'] as const

/** An app as it is started: `node ...nodeArgs file`. */
export interface BuiltApp {
  readonly file: string
  readonly nodeArgs: readonly string[]
}

type Build = (folder: string) => BuiltApp | Promise<BuiltApp>

const MAPS = ['--enable-source-maps']

/** The ways in which one app comes to be what Node runs, by name. */
export const BUILDS: Readonly<Record<string, Build>> = {
  'ES modules without maps': (folder) => ({ file: compile(folder, 'mjs', {}), nodeArgs: MAPS }),
  'CommonJS without maps': (folder) => ({ file: compile(folder, 'cjs', {}), nodeArgs: MAPS }),
  'TypeScript that Node strips': (folder) => ({ file: copy(folder, 'module'), nodeArgs: MAPS }),
  'tsc, maps beside': (folder) => ({ file: compile(folder, 'mjs', { sourceMap: true }), nodeArgs: MAPS }),
  'a map of sections': (folder) => {
    const file = compile(folder, 'mjs', { sourceMap: true })
    for (const name of FILES) {
      const map = join(folder, `${name}.mjs.map`)
      const sections = [{ offset: { line: 0, column: 0 }, map: JSON.parse(readFileSync(map, 'utf8')) as unknown }]
      writeFileSync(map, JSON.stringify({ version: 3, sources: [], sections }))
    }
    return { file, nodeArgs: MAPS }
  },
  'a minified bundle': async (folder) => ({
    file: await bundle(folder, 'mjs', { minify: true, packages: 'external', sourcemap: true }),
    nodeArgs: MAPS,
  }),
  'a minified bundle with its packages': async (folder) => ({
    file: await bundle(folder, 'cjs', { minify: true, sourcemap: 'inline' }),
    nodeArgs: MAPS,
  }),
  'tsx, ES modules': (folder) => ({ file: copy(folder, 'module'), nodeArgs: ['--import', 'tsx'] }),
  'maps switched on after the app has loaded': (folder) => {
    compile(folder, 'mjs', { sourceMap: true })
    return { file: start(folder, 'await import("./app.mjs"); process.setSourceMapsEnabled(true)'), nodeArgs: [] }
  },
  'maps switched off after the app has loaded': (folder) => {
    compile(folder, 'mjs', { sourceMap: true })
    return { file: start(folder, 'await import("./app.mjs"); process.setSourceMapsEnabled(false)'), nodeArgs: MAPS }
  },
  'no maps at all': (folder) => ({ file: compile(folder, 'mjs', { sourceMap: true }), nodeArgs: [] }),
}

/** A folder that finds our packages; `remove` it. */
export function createFolder(): { readonly path: string; remove(): void } {
  // Characters that URLs and patterns write or read in a way of their own.
  const path = join(realpathSync(mkdtempSync(join(tmpdir(), 'inquest-stacks-'))), 'an [app] $& (ä)')
  mkdirSync(path)
  symlinkSync(resolve('node_modules'), join(path, 'node_modules'))
  return { path, remove: () => rmSync(join(path, '..'), { recursive: true }) }
}

function copy(folder: string, type: 'module' | 'commonjs'): string {
  for (const name of FILES) cpSync(join(SOURCES, `${name}.ts`), join(folder, `${name}.ts`))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }))
  return join(folder, 'app.ts')
}

function compile(folder: string, extension: 'mjs' | 'cjs', options: ts.CompilerOptions): string {
  for (const name of FILES) {
    const source = readFileSync(join(SOURCES, `${name}.ts`), 'utf8').replaceAll('./routes.ts', `./routes.${extension}`)
    const fileName = `${name}.${extension === 'mjs' ? 'mts' : 'cts'}`
    const { outputText, sourceMapText } = ts.transpileModule(source, {
      fileName,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: extension === 'mjs' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
        esModuleInterop: true,
        ...options,
      },
    })
    writeFileSync(join(folder, fileName), source)
    writeFileSync(join(folder, `${name}.${extension}`), outputText)
    if (sourceMapText !== undefined) writeFileSync(join(folder, `${name}.${extension}.map`), sourceMapText)
  }
  return join(folder, `app.${extension}`)
}

async function bundle(folder: string, extension: 'mjs' | 'cjs', options: BuildOptions): Promise<string> {
  const outfile = join(folder, `app.${extension}`)
  await build({
    entryPoints: [join(SOURCES, 'app.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: extension === 'mjs' ? 'esm' : 'cjs',
    logLevel: 'error',
    ...options,
  })
  return outfile
}

function start(folder: string, text: string): string {
  const file = join(folder, 'start.mjs')
  writeFileSync(file, `${text}\n`)
  return file
}
