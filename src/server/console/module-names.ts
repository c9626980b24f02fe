import { readdirSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompletionItem } from '../../shared/evaluation.ts'

/** Entries of one folder. */
const MAX_ENTRIES = 5000

/** What could follow in `import … from '`: builtins, installed packages, files beside the one of the frame. */
export function moduleNames(typed: string, from: string | undefined): readonly CompletionItem[] {
  const file = from?.startsWith('file:') === true ? fileURLToPath(from) : undefined
  if (/^\.{1,2}(?:\/|$)/.test(typed)) return file === undefined ? [] : relativeFiles(typed, dirname(file))
  const builtins = builtinModules
    .filter((name) => !name.startsWith('_'))
    .flatMap((name) => (name.startsWith('node:') ? [name] : [name, `node:${name}`]))
  return [
    ...(file === undefined ? [] : packagesFrom(dirname(file))),
    ...builtins.map((label) => ({ label, kind: 'module', detail: 'built in' })),
  ]
}

function relativeFiles(typed: string, folder: string): readonly CompletionItem[] {
  const base = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/') + 1) : `${typed}/`
  return entriesOf(join(folder, base)).flatMap((entry): CompletionItem[] => {
    const { name } = entry
    if (name.startsWith('.') || name === 'node_modules') return []
    if (entry.isDirectory()) return [{ label: `${base}${name}/`, kind: 'folder' }]
    return /\.(?:[cm]?[jt]sx?|json|node|wasm)$/.test(name) ? [{ label: base + name, kind: 'file' }] : []
  })
}

function packagesFrom(start: string): readonly CompletionItem[] {
  const found = new Set<string>()
  for (let folder = start; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    for (const { name } of entriesOf(modules)) {
      if (name.startsWith('.')) continue
      if (!name.startsWith('@')) found.add(name)
      else for (const inner of entriesOf(join(modules, name))) found.add(`${name}/${inner.name}`)
    }
    if (dirname(folder) === folder) break
  }
  return [...found].sort().map((label) => ({ label, kind: 'module', detail: 'package' }))
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).slice(0, MAX_ENTRIES)
  } catch {
    return [] // there is none
  }
}
