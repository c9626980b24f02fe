import type { ImportDeclaration } from 'acorn'
import { IMPORT_NAME } from './scratch-names.ts'

/** An import declaration as an expression that awaits, or yields, the module and assigns to the imported names. */
export function importAssignment(
  { specifiers, source, attributes }: ImportDeclaration,
  wait: 'await' | 'yield',
): string {
  const given = attributes.map(({ key, value }) => {
    const name = key.type === 'Identifier' ? key.name : String(key.value)
    return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`
  })
  const options = given.length === 0 ? '' : `, { with: { ${given.join(', ')} } }`
  const call = `${wait} ${IMPORT_NAME}(${JSON.stringify(source.value)}${options})`
  const exported = (name: string): string => {
    const message = `The requested module '${String(source.value)}' does not provide an export named '${name}'`
    const key = JSON.stringify(name)
    return `${key} in $ ? $[${key}] : (() => { throw new SyntaxError(${JSON.stringify(message)}) })()`
  }
  const parts = specifiers.map((specifier) => {
    switch (specifier.type) {
      case 'ImportNamespaceSpecifier':
        return `${specifier.local.name} = $`
      case 'ImportDefaultSpecifier':
        return `${specifier.local.name} = ${exported('default')}`
      case 'ImportSpecifier': {
        const { imported } = specifier
        const key = imported.type === 'Identifier' ? imported.name : String(imported.value)
        return `${specifier.local.name} = ${exported(key)}`
      }
    }
  })
  return `(($) => { ${parts.join('; ')} })(${call})`
}
