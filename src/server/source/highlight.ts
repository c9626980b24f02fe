import type { Tree } from '@lezer/common'
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import type { Token, TokenClass } from '../../shared/traceback.ts'
import type { CutLine } from './line-cut.ts'
import { CUT_MARK } from './line-cut.ts'

const styles: readonly {
  readonly tag: Parameters<typeof tagHighlighter>[0][number]['tag']
  readonly class: TokenClass
}[] = [
  { tag: [tags.keyword, tags.bool, tags.null, tags.self, tags.atom], class: 'keyword' },
  { tag: [tags.string, tags.regexp, tags.escape], class: 'string' },
  { tag: tags.number, class: 'number' },
  { tag: tags.comment, class: 'comment' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    class: 'function',
  },
  { tag: [tags.typeName, tags.className], class: 'type' },
  { tag: tags.propertyName, class: 'property' },
  { tag: tags.variableName, class: 'name' },
]
const highlighter = tagHighlighter(styles)
const classes = new Map<string, TokenClass>(styles.map((style) => [style.class, style.class]))

/** Runs of `text.slice(from, to)`, in order and without a gap. `tree` is that of the whole text. */
export function tokensBetween(tree: Tree, text: string, from: number, to: number): Token[] {
  const tokens: Token[] = []
  let done = from
  const add = (end: number, tokenClass: TokenClass): void => {
    if (end <= done) return
    tokens.push([text.slice(done, end), tokenClass])
    done = end
  }
  highlightTree(
    tree,
    highlighter,
    (start, end, style) => {
      // A comment or a template may begin before the range and end after it.
      add(Math.min(start, to), '')
      const tokenClass = classes.get(style) ?? ''
      const shorthand = tokenClass === 'property' && isShorthand(tree, text, start, end)
      add(Math.min(end, to), shorthand ? 'name' : tokenClass)
    },
    from,
    to,
  )
  add(to, '')
  return tokens
}

/** Tokens of a line as shown, where the whole line starts at `lineStart` in `text`. Joined they give `cut.text`. */
export function tokensOfCut(tree: Tree, text: string, lineStart: number, cut: CutLine): Token[] {
  const tokens = tokensBetween(tree, text, lineStart + cut.from, lineStart + cut.to)
  if (cut.markBefore) tokens.unshift([CUT_MARK, ''])
  if (cut.markAfter) tokens.push([CUT_MARK, ''])
  return tokens
}

/** Tokens line by line of a text that is shown as it is. */
export function tokensOfLines(tree: Tree, lines: readonly string[]): Token[][] {
  const text = lines.join('\n')
  let at = 0
  return lines.map((line) => {
    const tokens = tokensBetween(tree, text, at, at + line.length)
    at += line.length + 1
    return tokens
  })
}

/** `{ a }` in an expression names a variable, though the grammar calls it a property. */
function isShorthand(tree: Tree, text: string, start: number, end: number): boolean {
  let next = end
  while (next < text.length && /\s/.test(text.charAt(next))) next += 1
  if (text[next] !== ',' && text[next] !== '}') return false
  const node = tree.resolveInner(start, 1)
  return (
    node.name === 'PropertyDefinition' &&
    node.parent?.name === 'Property' &&
    node.parent.firstChild?.to === node.parent.to
  )
}
