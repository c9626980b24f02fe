/** Names in the scratch scope that console inputs are rewritten to use; nobody is offered them. */

/** The function that `import` becomes: V8 has no importer for evaluated code. */
export const IMPORT_NAME = '__inquest_import__'

/** The object that `import.meta` becomes. */
export const META_NAME = '__inquest_meta__'

/** What `this` becomes where the frame's own is no object: a sloppy function would see the global object, or a box. */
export const THIS_NAME = '__inquest_this__'

/** Gives an awaiting input its turn: every `await` and every loop at its top level goes through it. */
export const TURN_NAME = '__inquest_turn__'

/** Takes the values of declarations, whose statements complete without a value. */
export const VOID_NAME = '__inquest_void__'
