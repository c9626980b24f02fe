import type { Variable } from '../../shared/traceback.ts'
import { highlightCode } from '../text/code-tokens.ts'
import { describeMissing } from '../text/missing-reason.ts'
import { shorten, showLine } from '../text/visible-text.ts'

const PREVIEW_LENGTH = 600

const CLASS_OF_TYPE: Readonly<Record<string, string>> = {
  string: 't-string',
  symbol: 't-string',
  number: 't-number',
  bigint: 't-number',
  boolean: 't-number',
  null: 't-keyword',
  undefined: 'dim',
  function: 't-function',
  class: 't-function',
  bytes: 't-number tree-bytes',
}

/** A value's preview, coloured by its type, or why there is none. */
export const ValueText = ({ variable }: { readonly variable: Variable }) => {
  if (!('value' in variable)) return <em class="tree-value dim">{describeMissing(variable.missing)}</em>
  const { type, preview } = variable.value
  const text = shorten(showLine(preview), PREVIEW_LENGTH)
  const typeClass = CLASS_OF_TYPE[type]
  if (typeClass !== undefined) return <span class={`tree-value ${typeClass}`}>{text}</span>
  const bytes = type === 'buffer' ? /^(<[^>]*>)(.*)$/.exec(text) : null
  if (bytes !== null) {
    return (
      <span class="tree-value">
        <span class="t-number">{bytes[1]}</span>
        <span class="t-string">{bytes[2]}</span>
      </span>
    )
  }
  return (
    <span class="tree-value">
      {highlightCode(text).map(([run, tokenClass], index) =>
        tokenClass === '' || tokenClass === 'name' ? (
          run
        ) : (
          <span key={index} class={`t-${tokenClass}`}>
            {run}
          </span>
        ),
      )}
    </span>
  )
}
