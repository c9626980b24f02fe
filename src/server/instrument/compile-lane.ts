import nodeModule from 'node:module'
import { pathToFileURL } from 'node:url'

/** Replaces the source of a CommonJS module that is about to be compiled; undefined leaves it. Must not throw. */
export type SourceReplacer = (
  url: string,
  content: string,
  format: string | undefined,
) => { readonly code: string; readonly format: string | undefined } | undefined

type Compile = (this: unknown, content: unknown, filename: unknown, ...rest: readonly unknown[]) => unknown

interface ModuleInternals {
  readonly prototype: { _compile: Compile }
  readonly _extensions: Readonly<Record<string, unknown>>
}

/** What Node 24 and 26 register themselves; anything else is a foreign loader's. */
const NODES_EXTENSIONS: ReadonlySet<string> = new Set(['.js', '.json', '.node'])

/**
 * Loaders that replace `require.extensions` (tsx, ts-node, babel and swc registers) read files on their own: load hooks
 * never see those files. All of them end in `Module.prototype._compile` with the JavaScript that will run.
 */
export function hasForeignLoader(): boolean {
  const { _extensions } = nodeModule as unknown as ModuleInternals
  if (Object.keys(_extensions).some((extension) => !NODES_EXTENSIONS.has(extension))) return true
  const handler = _extensions['.js']
  // Node's own handler asks the load hooks through `loadSource`. Taking Node's for a foreign one costs one stack frame.
  return typeof handler !== 'function' || !Function.prototype.toString.call(handler).includes('loadSource(')
}

/** Puts `replace` in front of the compilation of every CommonJS module. Returns its undoing. */
export function openCompileLane(replace: SourceReplacer): () => void {
  const { prototype } = nodeModule as unknown as ModuleInternals
  const original = prototype._compile
  let open = true
  const compile: Compile = function _compile(content, filename, ...rest) {
    const [format, ...others] = rest
    if (!open || typeof content !== 'string' || typeof filename !== 'string' || !isFormat(format)) {
      return Reflect.apply(original, this, [content, filename, ...rest])
    }
    const replaced = replace(pathToFileURL(filename).href, content, format)
    if (replaced === undefined) return Reflect.apply(original, this, [content, filename, ...rest])
    return Reflect.apply(original, this, [replaced.code, filename, replaced.format, ...others])
  }
  prototype._compile = compile
  return () => {
    open = false
    if (prototype._compile === compile) prototype._compile = original
  }
}

function isFormat(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}
