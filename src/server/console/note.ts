import { inspect } from 'node:util'
import { isProxy } from 'node:util/types'
import type { ValueView } from '../../shared/traceback.ts'

export interface ShownNote {
  readonly text: string
  /** What can be opened in the tree. */
  readonly value: ValueView
}

export interface NoteRenderer {
  /** What can be told at once: for a note that is printed, or put into a text. */
  text(note: Note): string
  show(note: Note): Promise<ShownNote>
}

/**
 * What `dump` and `help` give: something to be read, made when it is shown. Calling them does nothing but make this, which
 * V8 takes for no side effect: they may be called in a peek.
 */
export class Note {
  readonly kind: 'dump' | 'help'
  readonly args: readonly unknown[]
  readonly renderer: NoteRenderer

  constructor(kind: 'dump' | 'help', args: readonly unknown[], renderer: NoteRenderer) {
    this.kind = kind
    this.args = args
    this.renderer = renderer
  }

  toString(): string {
    return this.renderer.text(this)
  }

  [inspect.custom](): string {
    return this.renderer.text(this)
  }
}

/** Not by `instanceof`: that asks all prototypes, and one may be a proxy. */
export function isNote(value: unknown): value is Note {
  return (
    typeof value === 'object' && value !== null && !isProxy(value) && Object.getPrototypeOf(value) === Note.prototype
  )
}
