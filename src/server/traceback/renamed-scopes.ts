import type { Scope, Variable } from '../../shared/traceback.ts'
import type { FrameNames, OriginalNames } from '../source/index.ts'
import type { DraftFrame } from './draft.ts'
import type { FunctionSource } from './function-text.ts'

/** What the source reader has to know of a frame to find what its variables are called in the source. */
export function namesOf({ scopes, captured }: DraftFrame, source: FunctionSource): FrameNames | undefined {
  if (captured === undefined || scopes.length === 0) return undefined
  const { line, column } = captured.position
  const isModule = captured.scopes.every(({ kind }) => kind !== 'local')
  return {
    text: source.text,
    start: source.start,
    position: { line, column },
    kind: isModule ? 'module' : source.isArrow ? 'arrow' : 'function',
    scopes: scopes.map(({ kind, variables }) => ({
      inside: isModule || (kind !== 'closure' && kind !== 'module'),
      names: variables.map(({ name }) => name),
    })),
  }
}

/** Variables under the names of the source. Those that are not known are marked where others turned out to be renamed. */
export function renameScopes(scopes: readonly Scope[], originals: OriginalNames): readonly Scope[] {
  const isMinified = originals.some((names) => [...names].some(([running, original]) => running !== original))
  if (!isMinified) return scopes
  return scopes.map((scope, index) => ({
    ...scope,
    variables: scope.variables.map((variable) => rename(variable, originals[index]?.get(variable.name))),
  }))
}

function rename(variable: Variable, original: string | undefined): Variable {
  if (original !== undefined) {
    return original === variable.name ? variable : { ...variable, name: original, runningName: variable.name }
  }
  return PLAIN.test(variable.name) ? variable : { ...variable, isMinified: true }
}

/** Marks the names of the function that are nowhere in its source. What is outside of it may come from another file. */
export async function markGenerated(
  scopes: readonly Scope[],
  absentWords: (words: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<readonly Scope[]> {
  const isKnown = ({ name, runningName, isMinified }: Variable): boolean =>
    runningName !== undefined || isMinified === true || PLAIN.test(name)
  const isInside = ({ kind }: Scope): boolean => kind !== 'closure' && kind !== 'module'
  const words = scopes
    .filter(isInside)
    .flatMap(({ variables }) => variables.filter((variable) => !isKnown(variable)).map(({ name }) => name))
  const absent = await absentWords(words)
  if (absent.size === 0) return scopes
  const mark = (variable: Variable): Variable =>
    !isKnown(variable) && absent.has(variable.name) ? { ...variable, isMinified: true } : variable
  return scopes.map((scope) => (isInside(scope) ? { ...scope, variables: scope.variables.map(mark) } : scope))
}

/** Words of the language and of Node that no minifier touches, and the line that says how many variables were left out. */
const PLAIN = /^(?:this|arguments|exports|require|module|__filename|__dirname|… .*)$/
