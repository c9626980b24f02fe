/**
 * Code that runs inside a paused frame of the app. It is text, because it needs `with`, which no module may contain, and
 * because it has to be compiled in the scope of the frame.
 *
 * The re-entry function is a plain function, later called with the frame's own `this` and `arguments`: in an arrow made
 * here `this` would be undefined and `this.#private` would fail. The scratch scope holds what the console declares.
 */
const ENTRY = `(function (__inquest_scope__) { return function () { with (__inquest_scope__) { debugger } } })`

/** The URL of every script made by `ENTRY_*`; one for each frame of each pause. */
export const OWN_ENTRY = 'inquest:entry'

export const ENTRY_WITH_ARGUMENTS = `[typeof arguments === 'object' ? arguments : undefined, ${ENTRY}]
//# sourceURL=${OWN_ENTRY}`

/** For class field initialisers and static blocks, where the word `arguments` is a syntax error. */
export const ENTRY_WITHOUT_ARGUMENTS = `[undefined, ${ENTRY}]
//# sourceURL=${OWN_ENTRY}`

/** Pauses where it is called, so that a stack nobody throws on can be captured. Not blackboxed, hence made here. */
export const STOP_HERE = `(function () { debugger })
//# sourceURL=inquest:stop`

/** The name under which the host object hands real objects over, for one `Runtime.evaluate`. */
export const HOST_NAME = '__inquest_host__'

export const TAKE = `function () { this.take(arguments) }`

export const GIVE = `function () { return this.subject }`

export const WORK = `function () { this.work() }`
