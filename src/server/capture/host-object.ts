import { GIVE, HOST_NAME, TAKE, WORK } from './entry-source.ts'
import { VIEW_GROUP } from './engine-view.ts'
import { InspectorCommandError } from './inspector-session.ts'
import type { CallArgument, InspectorSession, RemoteObject } from './inspector-session.ts'

/** The way between the inspector's handles and the objects themselves, both of this process. */
export interface HostObject {
  /** The objects behind handles, in one call. Works while paused. */
  takeObjects(handles: readonly CallArgument[]): readonly unknown[]
  /** A handle of an object, in the group of views. */
  handleOf(value: object): string | undefined
  /** The same with what V8 says of the object. */
  remoteOf(value: object): RemoteObject
  /**
   * Runs work without a pause for what it throws. Where V8 is told to end what runs, it ends in there: everything around
   * goes on as if the work were done.
   */
  contain(work: () => void): void
}

export function openHostObject(session: InspectorSession): HostObject {
  let taken: readonly unknown[] = []
  const host: { take: (objects: ArrayLike<unknown>) => void; subject?: object | undefined; work?: () => void } = {
    take(objects) {
      // By hand: the app may have replaced what `Array.from` goes through.
      const copy: unknown[] = []
      for (let index = 0; index < objects.length; index++) copy[index] = objects[index]
      taken = copy
    },
  }
  const hostId = expose(session, host)
  const remoteOf = (value: object): RemoteObject => {
    host.subject = value
    try {
      return session.post<{ result: RemoteObject }>('Runtime.callFunctionOn', {
        objectId: hostId,
        functionDeclaration: GIVE,
        objectGroup: VIEW_GROUP,
        silent: true,
      }).result
    } finally {
      host.subject = undefined
    }
  }
  return {
    takeObjects(handles) {
      session.post('Runtime.callFunctionOn', {
        objectId: hostId,
        functionDeclaration: TAKE,
        arguments: handles,
        silent: true,
      })
      const objects = taken
      taken = []
      // To V8 an argument that is null is no argument.
      return handles.some(isNull) ? objects.map((object, index) => (isNull(handles[index]) ? null : object)) : objects
    },
    handleOf: (value) => remoteOf(value).objectId,
    remoteOf,
    contain(work) {
      host.work = work
      try {
        session.post('Runtime.callFunctionOn', { objectId: hostId, functionDeclaration: WORK, silent: true })
      } catch (failure) {
        if (!(failure instanceof InspectorCommandError)) throw failure // V8's answer where it was ended
      }
    },
  }
}

function isNull(handle: CallArgument | undefined): boolean {
  return handle !== undefined && 'value' in handle && handle.value === null
}

/** Makes an object of this process known to the inspector, so that it can be handed real objects. */
function expose(session: InspectorSession, host: object): string {
  Object.defineProperty(globalThis, HOST_NAME, { value: host, configurable: true })
  try {
    const reply = session.post<{ result: RemoteObject }>('Runtime.evaluate', {
      expression: HOST_NAME,
      objectGroup: HOST_NAME,
    })
    if (reply.result.objectId === undefined) throw new Error('the inspector gave no handle for the host object')
    return reply.result.objectId
  } finally {
    Reflect.deleteProperty(globalThis, HOST_NAME)
  }
}
