import { parse, type Program } from 'acorn'

/** `unknown`: a file of which neither extension nor package.json says what it is. */
export type ModuleKind = 'module' | 'script' | 'unknown'

export type ParseResult =
  { readonly kind: 'parsed'; readonly program: Program } | { readonly kind: 'unparsable'; readonly reason: string }

/**
 * Parses a file as Node would compile it. `script` is CommonJS: a function body. For `unknown` CommonJS comes first, as
 * in Node's own detection: where `await (x)` is a call in one and an await in the other, both must decide alike.
 */
export function parseModule(source: string, kind: ModuleKind): ParseResult {
  if (kind !== 'unknown') return parseAs(source, kind)
  const script = parseAs(source, 'script')
  if (script.kind === 'parsed') return script
  const module = parseAs(source, 'module')
  if (module.kind === 'parsed') return module
  return looksLikeModule(source) ? module : script
}

function parseAs(source: string, kind: 'module' | 'script'): ParseResult {
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: kind === 'module' ? 'module' : 'commonjs',
      allowHashBang: true,
    })
    return { kind: 'parsed', program }
  } catch (error) {
    // A SyntaxError, or a RangeError where the nesting is deeper than acorn's recursion.
    return { kind: 'unparsable', reason: error instanceof Error ? error.message : String(error) }
  }
}

function looksLikeModule(source: string): boolean {
  return /^\s*(?:import|export)\b/m.test(source)
}
