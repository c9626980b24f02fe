import type { AnyNode, Identifier, ImportDeclaration, Program, Statement, VariableDeclaration } from 'acorn'
import { ancestor } from 'acorn-walk'
import MagicString from 'magic-string'
import { guardTargets } from './assignment-targets.ts'
import type { TargetKind } from './assignment-targets.ts'
import { guardEval } from './eval-text.ts'
import { createBlockFunctions } from './block-functions.ts'
import { createAwaitText } from './await-text.ts'
import { namesOf } from './declared-names.ts'
import type { Declared } from './declared-names.ts'
import { createFunctionGuards, loopCheck, writeLoopCheck } from './function-guards.ts'
import { importAssignment } from './import-call.ts'
import { HERE_NAME, IMPORT_NAME, META_NAME, REPAIR_NAME, THIS_NAME, THROWN_NAME, VOID_NAME } from './scratch-names.ts'
import { hasOwnThis, insideFunction, isLoopHead } from './surroundings.ts'
import { positionAt } from './text-position.ts'
import { createTimerText } from './timer-text.ts'

export type Translation =
  | {
      readonly kind: 'translated'
      readonly source: string
      readonly declares: readonly Declared[]
      readonly awaits: boolean
      /** It awaits by yielding: its value is a pair of a generator function and what gives it the frame's `arguments`. */
      readonly yields: boolean
      readonly boxed: boolean
    }
  | { readonly kind: 'syntax'; readonly message: string; readonly line: number; readonly column: number }

export interface TranslateOptions {
  /** What the scratch scope holds already. */
  readonly scratchNames: ReadonlySet<string>
  /** Loops and awaits are guarded against holding the app; a peek ends by itself, and a guard would be a side effect. */
  readonly guarded: boolean
  /** What an assignment to a name is to do that the input does not declare. */
  targetKind(name: string): TargetKind
}

/** Globals that cannot be changed: everything relies on them. */
const FIXED: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity'])

/**
 * Rewrites a console input so that it can be evaluated inside a frame: declarations at its top level become assignments
 * to names of the scratch scope, `import` becomes a call, and an input that awaits becomes a generator function, or else
 * an async one, called; what comes of it in the end is an array with the result, which may be a promise itself and is not
 * awaited.
 */
export function translate(source: string, program: Program, options: TranslateOptions): Translation {
  const { scratchNames, guarded } = options
  const text = new MagicString(source)
  const begin = source.startsWith('#!') ? (/^.*/.exec(source)?.[0].length ?? 0) : 0
  if (begin > 0) text.remove(0, begin)
  const declares = new Map<string, Declared>()
  const awaits = createAwaitText()
  const imports: ImportDeclaration[] = []
  const loops: { readonly body: Statement; readonly isForAwait: boolean }[] = []
  const guards = createFunctionGuards(source)
  const timers = createTimerText()
  const calls: { readonly callee: Identifier; readonly startsStatement: boolean }[] = []
  const functions: { name: string; start: number; end: number }[] = []
  const blockFunctions = createBlockFunctions()
  let isAsync = false
  let refused: { readonly message: string; readonly at: number } | undefined
  const refuse = (node: AnyNode, message: string): void => {
    refused ??= { message, at: node.start }
  }
  const declare = (node: AnyNode, name: string, kind: 'var' | 'let' | 'const'): void => {
    if (FIXED.has(name)) refuse(node, `Identifier '${name}' has already been declared`)
    declares.set(name, { name, lexical: kind !== 'var', constant: kind === 'const' })
  }

  // A declaration completes without a value, and so does a block with nothing but a declaration.
  const asDeclaration = (start: number, end: number): void => {
    text.prependRight(start, `{let ${VOID_NAME}=(`)
    const semicolon = source[end - 1] === ';'
    if (semicolon) text.remove(end - 1, end)
    text.appendLeft(semicolon ? end - 1 : end, ')}')
  }

  const assign = (node: VariableDeclaration, parent: AnyNode | undefined): void => {
    const { declarations, kind } = node
    const [first] = declarations
    if (first === undefined) return
    if (kind === 'using' || kind === 'await using') {
      refuse(node, 'What a console declares lives on, so that nothing would ever be disposed of: use const')
      return
    }
    for (const { id } of declarations) for (const name of namesOf(id)) declare(id, name, kind)
    if (isLoopHead(parent, node)) {
      text.remove(node.start, first.start)
      // `for (async of …)` would be something else.
      if (parent?.type === 'ForOfStatement' && first.id.type === 'Identifier')
        text.appendRight(first.id.start, '(').appendLeft(first.id.end, ')')
      return
    }
    text.remove(node.start, first.start)
    for (const { id, init, start, end } of declarations) {
      // `var x` keeps what is there, `let x` starts anew.
      if (init == null && kind !== 'var') text.appendLeft(end, ' = undefined')
      if (id.type !== 'Identifier') text.appendRight(start, '(').appendLeft(end, ')')
    }
    asDeclaration(node.start, node.end)
  }

  for (const statement of program.body) {
    switch (statement.type) {
      case 'VariableDeclaration':
        if (statement.kind !== 'var') assign(statement, undefined)
        break
      case 'FunctionDeclaration': {
        const { id, start, end } = statement
        declare(id, id.name, 'var')
        functions.push({ name: id.name, start, end })
        // Without it the function knows itself by the name in the scratch scope, as a declared one does.
        text.remove(id.start, id.end)
        break
      }
      case 'ClassDeclaration':
        declare(statement.id, statement.id.name, 'let')
        text.appendRight(statement.start, `${statement.id.name} = `)
        asDeclaration(statement.start, statement.end)
        break
      case 'ImportDeclaration':
        isAsync = true
        for (const { local } of statement.specifiers) declare(local, local.name, 'const')
        imports.push(statement)
        break
      default:
    }
  }

  const collectLoop = (
    { body, isForAwait = false }: { readonly body: Statement; readonly isForAwait?: boolean },
    _state: unknown,
    ancestors: readonly AnyNode[],
  ): void => {
    if (insideFunction(ancestors)) guards.loop(body, ancestors, isForAwait)
    else loops.push({ body, isForAwait })
  }
  const collectCall = (callee: AnyNode, ancestors: readonly AnyNode[]): void => {
    if (callee.type !== 'Identifier') return
    const startsStatement = ancestors.some(
      ({ type, start }) => type === 'ExpressionStatement' && start === callee.start,
    )
    calls.push({ callee, startsStatement })
  }
  ancestor(program, {
    VariableDeclaration(node, _state, ancestors) {
      if (insideFunction(ancestors)) return
      if (node.kind === 'var') assign(node, ancestors.at(-2))
      if (node.kind === 'await using') {
        isAsync = true
        awaits.cannotYield()
      }
    },
    FunctionDeclaration(node, _state, ancestors) {
      // `export default` alone has functions without a name.
      if (node.id === null || insideFunction(ancestors) || declares.get(node.id.name)?.lexical === true) return
      if (blockFunctions.add(node, ancestors)) declare(node.id, node.id.name, 'var')
    },
    AwaitExpression(node, _state, ancestors) {
      if (insideFunction(ancestors)) {
        guards.await(node.start, node.end)
        return
      }
      isAsync = true
      awaits.await(node.start, node.end, ancestors)
    },
    ForOfStatement(node, _state, ancestors) {
      if (node.await && !insideFunction(ancestors)) {
        isAsync = true
        awaits.cannotYield()
      }
      collectLoop({ body: node.body, isForAwait: node.await }, _state, ancestors)
    },
    ForStatement: collectLoop,
    ForInStatement: collectLoop,
    WhileStatement: collectLoop,
    DoWhileStatement: collectLoop,
    CallExpression(node, _state, ancestors) {
      collectCall(node.callee, ancestors)
      if (guarded && !insideFunction(ancestors)) guardEval(text, node)
      timers.call(node)
      if (node.callee.type === 'Identifier') guards.later(node.callee.name, ancestors)
    },
    MemberExpression(node, _state, ancestors) {
      if (node.property.type === 'Identifier') guards.later(node.property.name, ancestors)
    },
    TaggedTemplateExpression: (node, _state, ancestors) => collectCall(node.tag, ancestors),
    ThisExpression(node, _state, ancestors) {
      if (!hasOwnThis(ancestors)) text.update(node.start, node.end, THIS_NAME)
    },
    ImportExpression(node) {
      text.update(node.start, node.start + 'import'.length, IMPORT_NAME)
    },
    MetaProperty(node) {
      if (node.meta.name === 'import') text.update(node.start, node.end, META_NAME)
    },
    ImportDeclaration(node, _state, ancestors) {
      if (ancestors.length > 2) refuse(node, 'import belongs at the top level; elsewhere, use await import(…)')
    },
    ExportNamedDeclaration: (node) => refuse(node, 'A console has nothing to export'),
    ExportDefaultDeclaration: (node) => refuse(node, 'A console has nothing to export'),
    ExportAllDeclaration: (node) => refuse(node, 'A console has nothing to export'),
  })
  if (refused !== undefined) return { kind: 'syntax', message: refused.message, ...positionAt(source, refused.at) }

  guardTargets(program, text, {
    kindOf(name) {
      const declared = declares.get(name)
      if (declared === undefined) return options.targetKind(name)
      return declared.constant ? 'constant' : 'plain'
    },
    isDeclared: (name) => scratchNames.has(name) || declares.has(name),
  })
  // A function called by a name of the scratch scope would get that scope as its `this`.
  for (const { callee, startsStatement } of calls) {
    if (!scratchNames.has(callee.name) && !declares.has(callee.name)) continue
    // Not a parenthesis at the start of a statement: it would call what stands before.
    text.prependRight(callee.start, startsStatement ? 'void 0, (0, ' : '(0, ').appendLeft(callee.end, ')')
  }
  const yields = isAsync && awaits.yields(program)
  if (isAsync) {
    for (const statement of imports) {
      const assignment = importAssignment(statement, yields ? 'yield' : 'await')
      text.update(statement.start, statement.end, `{let ${VOID_NAME}=${assignment}}`)
    }
    for (const { body, isForAwait } of loops) writeLoopCheck(text, body, loopCheck(HERE_NAME, 'check', isForAwait))
  }
  if (guarded) guards.write(text)
  if (guarded) timers.write(text)
  blockFunctions.write(text)
  const last = program.body.findLast((statement) => !isSilent(statement))
  const boxed = last?.type === 'ExpressionStatement'
  if (boxed) {
    // Not a parenthesis at the start of a statement: it would call what stands before.
    text.prependRight(last.start, `${isAsync ? 'return' : '0,'} [(`)
    text.appendLeft(source[last.end - 1] === ';' ? last.end - 1 : last.end, '\n)]')
  }
  // Function declarations come, as assignments, where the input begins: behind its directives.
  const assignments = functions.map(
    ({ name, start, end }) => `{let ${VOID_NAME}=(${name} = ${text.slice(start, end)})}`,
  )
  for (const { start, end } of functions) text.remove(start, end)
  const directive = program.body.findLast((statement) => 'directive' in statement)
  const head = assignments.length > 0 ? `\n${assignments.join('\n')}` : ''
  const isDirective = directive !== undefined && directive === last
  const repair = guarded ? `finally{${REPAIR_NAME}()}` : ''
  const rescue = isAsync
    ? repair
    : `catch(${HERE_NAME}){throw{__proto__:null,${THROWN_NAME}:()=>${HERE_NAME}}}${repair}`
  const wraps = !isDirective && rescue !== ''
  text.appendLeft(directive?.end ?? begin, wraps ? `\ntry{${head}` : head)
  if (wraps) text.append(`\n}${rescue}`)
  if (isAsync) awaits.write(text, yields)
  return {
    kind: 'translated',
    source: text.toString(),
    declares: [...declares.values()],
    awaits: isAsync,
    yields,
    boxed,
  }
}

/** Says nothing of the result, and does nothing where it stands. */
function isSilent(statement: Program['body'][number]): boolean {
  if (statement.type === 'VariableDeclaration')
    return statement.kind === 'var' && statement.declarations.every(({ init }) => init == null)
  return statement.type === 'EmptyStatement' || statement.type === 'FunctionDeclaration'
}
