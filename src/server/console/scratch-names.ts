/** Names in the scratch scope that console inputs are rewritten to use; nobody is offered them. */

/** The function that `import` becomes: V8 has no importer for evaluated code. */
export const IMPORT_NAME = '__inquest_import__'

/** The object that `import.meta` becomes. */
export const META_NAME = '__inquest_meta__'

/**
 * What `this` becomes. A sloppy function sees the global object, or a box, where the frame's own is no object; and in some
 * frames (Node 24.21: of a function in a strict `eval` that has a closure) a `this` evaluated there ends the process.
 */
export const THIS_NAME = '__inquest_this__'

/** Gives an awaiting input its turn: every `await` and every loop at its top level goes through it. */
export const TURN_NAME = '__inquest_turn__'

/** Takes the values of declarations, whose statements complete without a value. */
export const VOID_NAME = '__inquest_void__'
