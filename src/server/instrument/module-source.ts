import type { Insertion } from './column-map.ts'
import type { ModuleKind } from './parse-module.ts'
import { mayHaveSites } from './await-sites.ts'
import { rewriteAwaits } from './rewrite.ts'
import { attachSourceMap, type MapCommentOptions, type MapState } from './source-map-comment.ts'
import { stripTypes, type TypeScriptMode } from './type-strip.ts'

export interface InstrumentedSource {
  readonly code: string
  /** For Node, `-typescript` taken off; undefined leaves the decision between the two module kinds to Node. */
  readonly format: string | undefined
  readonly insertions: readonly Insertion[]
  readonly map: MapState
}

export type InstrumentResult =
  | ({ readonly kind: 'instrumented' } & InstrumentedSource)
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'problem'; readonly reason: string }

export interface InstrumentOptions extends MapCommentOptions {
  readonly typeScript: TypeScriptMode
}

interface FormatPlan {
  readonly kind: ModuleKind
  readonly typed: boolean
  readonly output: string | undefined
}

/**
 * What to do with Node's module formats. `typescript` (a required `.ts` without package type) comes back as undefined:
 * Node then detects the kind from the JavaScript, as it would have after its own stripping.
 */
const PLANS: Readonly<Record<string, FormatPlan>> = {
  module: { kind: 'module', typed: false, output: 'module' },
  commonjs: { kind: 'script', typed: false, output: 'commonjs' },
  'module-typescript': { kind: 'module', typed: true, output: 'module' },
  'commonjs-typescript': { kind: 'script', typed: true, output: 'commonjs' },
  typescript: { kind: 'unknown', typed: true, output: undefined },
}

/** From the source of a module, as a loader hands it over, to what should run instead. Pure but for `readFile`. */
export function instrumentSource(
  url: string,
  source: string,
  format: string | null | undefined,
  options: InstrumentOptions,
): InstrumentResult {
  const plan = planFor(format)
  if (plan === undefined || !mayHaveSites(source)) return { kind: 'unchanged' }
  let original = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source
  if (plan.typed) {
    try {
      original = stripTypes(original, url, options.typeScript)
    } catch (error) {
      return { kind: 'problem', reason: error instanceof Error ? error.message : String(error) }
    }
  }
  const result = rewriteAwaits(original, plan.kind)
  if (result.kind === 'unparsable') return { kind: 'problem', reason: result.reason }
  if (result.kind === 'unchanged') return result
  const { code, map } = attachSourceMap({ code: result.code, original, insertions: result.insertions, url }, options)
  return { kind: 'instrumented', code, format: plan.output, insertions: result.insertions, map }
}

function planFor(format: string | null | undefined): FormatPlan | undefined {
  if (format === null || format === undefined) return { kind: 'unknown', typed: false, output: undefined }
  return Object.hasOwn(PLANS, format) ? PLANS[format] : undefined
}
