import type { Program } from 'acorn'

/**
 * A text without its `export`s: what is copied from a source should just work. All else stays where it is. Undefined where
 * there are none; those of another module are left.
 */
export function withoutExports(source: string, { body }: Program): string | undefined {
  let text = source
  for (const node of body.toReversed()) {
    const { start, end } = node
    const blank = (until: number): string => text.slice(start, until).replace(/./g, ' ')
    if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node
      const isNamed = /Declaration$/.test(declaration.type) && 'id' in declaration && declaration.id != null
      const head = blank(declaration.start)
      const inner = text.slice(declaration.start, declaration.end)
      text =
        text.slice(0, start) +
        // Not a parenthesis at the start of a statement: it would call what stands before.
        (isNamed ? head + inner : `;(${head.slice(2)}${inner})`) +
        text.slice(declaration.end)
    } else if (node.type === 'ExportNamedDeclaration' && node.source == null) {
      const until = node.declaration?.start ?? end
      text = text.slice(0, start) + blank(until) + text.slice(until)
    }
  }
  return text === source ? undefined : text
}
