import type { Frame, Scope, ScopeKind, TracedError, Variable } from '../../shared/traceback.ts'
import { childPath, resultPath } from '../tree/tree-path.ts'
import type { TreeGroup } from '../tree/tree-rows.ts'

const TITLES: Readonly<Record<string, string>> = {
  block: 'Block',
  local: 'Local',
  closure: 'Closure',
  catch: 'Catch',
  with: 'With',
  eval: 'Eval',
  module: 'Module',
} satisfies Record<ScopeKind, string>

/** A long outer scope is one line until somebody asks for it. */
const OPEN_UP_TO = 12

const scopeLabel = (scope: Scope, frame: Frame): string => {
  const name = scope.name ?? (scope.kind === 'local' ? frame.functionName : '')
  const title = TITLES[scope.kind] ?? scope.kind
  return name === '' ? title : `${title} · ${name}`
}

const isInner = (kind: ScopeKind): boolean => kind === 'block' || kind === 'local' || kind === 'catch'

/** The headings of the tree for a frame: results of the console, its scopes, what the error carries. */
export const scopeGroups = (
  frame: Frame | undefined,
  results: readonly Variable[],
  error: TracedError,
): readonly TreeGroup[] => {
  const groups: TreeGroup[] = []
  if (results.length > 0) {
    groups.push({ key: 'results', label: 'Results', variables: results, openAtFirst: true, pathOf: resultPath })
  }
  for (const [index, scope] of (frame?.scopes ?? []).entries()) {
    // An empty block scope says nothing; an empty local scope says that the function has no variables.
    if (frame === undefined || (scope.variables.length === 0 && scope.kind !== 'local')) continue
    groups.push({
      key: `frame-${frame.index}-${index}`,
      label: scopeLabel(scope, frame),
      variables: scope.variables,
      openAtFirst: isInner(scope.kind) || scope.variables.length <= OPEN_UP_TO,
    })
  }
  if (error.properties.length > 0) {
    groups.push({
      key: `error-${error.name}`,
      label: `Error · ${error.name}`,
      variables: error.properties,
      openAtFirst: error.properties.length <= OPEN_UP_TO,
      pathOf: (name) => childPath('error', { type: 'error', preview: '' }, name),
    })
  }
  return groups
}
