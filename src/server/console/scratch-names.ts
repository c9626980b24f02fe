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

/** Gives the turn of the evaluation that the calling code belongs to: every `await` and every loop goes through it. */
export const TURN_NAME = '__inquest_turn__'

/** Puts back what the app cannot do without, before anything else runs. */
export const REPAIR_NAME = '__inquest_repair__'

/** Gives the text that an input's own `eval` is to take in the place of its own. */
export const EVAL_NAME = '__inquest_eval__'

/** What an assignment goes to that has to fail, where V8 would let it pass. */
export const TARGET_NAME = '__inquest_target__'

/** The turn, in a function of an input. */
export const HERE_NAME = '__inquest_here__'

/** Gives the frame's `arguments` to an input that is a generator, and has its own. */
export const ARGUMENTS_NAME = '__inquest_arguments__'

/** Takes the values of declarations, whose statements complete without a value. */
export const VOID_NAME = '__inquest_void__'

/**
 * What was thrown is given by a function under this name: the inspector writes out a thrown text, also one that is in an
 * object or a message, which takes it half a minute for 500 MB (Node 24.21).
 */
export const THROWN_NAME = '__inquest_thrown__'

/** What completion knows of an awaited value, without waiting for it. */
export function awaitedName(number: number): string {
  return `__inquest_awaited_${number}__`
}

/** The value whose private members are asked for. */
export const RECEIVER_NAME = '__inquest_receiver__'
