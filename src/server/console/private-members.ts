import type { Entered, EntryRequest } from '../capture/index.ts'
import type { PrivateName } from './frame-declarations.ts'
import { isObject } from './own-value.ts'
import { RECEIVER_NAME } from './scratch-names.ts'

export interface PrivateMember {
  /** With the `#`. */
  readonly label: string
  readonly member: { readonly value: unknown } | { readonly accessor: 'getter' | 'setter' }
}

interface PrivateParts {
  enter(request: EntryRequest): Entered
  /** Those of the classes around the frame, innermost first. */
  readonly names: readonly PrivateName[]
  /** Milliseconds. */
  readonly limit: number
}

/**
 * The members of a value with a private name that the frame's code may use: V8 itself is asked, in the frame, as a name
 * means that of the innermost class which has it. No accessor is run.
 */
export function privateMembers({ enter, names, limit }: PrivateParts, value: unknown): readonly PrivateMember[] {
  if (!isObject(value) || names.length === 0) return []
  const scratch = Object.create(null) as Record<string, unknown>
  scratch[RECEIVER_NAME] = value
  const probes = names.map(({ name, kind }) => {
    const read = kind === 'value' ? `[${RECEIVER_NAME}.#${name}]` : '[]'
    return `#${name} in ${RECEIVER_NAME} ? ${read} : undefined`
  })
  const entered = enter({ source: `[${probes.join(',')}]`, scratch, peek: true, timeoutMs: limit })
  if (entered.kind !== 'value' || !Array.isArray(entered.value)) return []
  const found = entered.value as readonly (readonly unknown[] | undefined)[]
  return names.flatMap(({ name, kind }, index): readonly PrivateMember[] => {
    const reading = found[index]
    if (reading === undefined) return []
    return [{ label: `#${name}`, member: kind === 'value' ? { value: reading[0] } : { accessor: kind } }]
  })
}
