import { readdirSync, statSync, unlinkSync, utimesSync } from 'node:fs'
import { createMemoryKeyring } from './keyring.ts'
import type { Keyring, KeyRecord } from './keyring.ts'
import { codeOf, readPrivateFile, writePrivateFile } from './private-file.ts'
import { openStateDirectory } from './state-directory.ts'
import type { StateDirectory } from './state-directory.ts'

/** Ms in which two changes of a directory may leave it with the same time. */
const SAME_TIME = 1000
/** Ms between two looks at what has changed within that time. */
const LOOK_AGAIN = 250

const KEY = /^[0-9a-f]{64}$/

/**
 * One file per key, named by the hash: its content is when it was made, its modification time when it was last used.
 * Processes that share the directory need no lock: a removed file is gone for all of them, touching it cannot bring it
 * back, and no process ever writes the keys of another. A key that cannot be written lives in memory.
 */
export function openKeyring(
  parent: StateDirectory | undefined,
  name: string,
  onProblem: (message: string) => void,
): Keyring {
  const memory = createMemoryKeyring()
  if (parent === undefined) return memory
  const opened = openStateDirectory(`${parent.path}/${name}`, parent.uid)
  if (!opened.ok) {
    onProblem(opened.message)
    return memory
  }
  const state = opened.state
  const dead = new Set<string>()
  const find = (key: string): KeyRecord | undefined => {
    if (dead.has(key)) return undefined
    const reading = attempt(() => readPrivateFile(state, key, 32))
    if (reading?.kind !== 'text' || !/^\d{1,15}\n$/.test(reading.text)) return memory.find(key)
    return { createdAt: Number(reading.text), usedAt: reading.modifiedAt }
  }
  const watch = watchDirectory(state.path)
  return {
    changes: () => memory.changes() + watch.changes(),
    add(key, at) {
      watch.look()
      try {
        writePrivateFile(state, key, `${at}\n`, 'create', at)
      } catch (error) {
        memory.add(key, at)
        onProblem(`${state.path} cannot be written (${codeOf(error) ?? 'unknown'}): a restart will lock this session.`)
      }
    },
    find,
    touch(key, at) {
      memory.touch(key, at)
      attempt(() => utimesSync(`${state.path}/${key}`, at / 1000, at / 1000))
    },
    remove(key) {
      watch.look()
      const kept = memory.remove(key)
      try {
        unlinkSync(`${state.path}/${key}`)
        return true
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || dead.has(key)) return kept
        // It is dead here, but a restart would bring it back, and that is not to be hidden.
        dead.add(key)
        onProblem(`${state.path}/${key} cannot be removed (${codeOf(error) ?? 'unknown'}): remove it by hand.`)
        return true
      }
    },
    list() {
      const names = attempt(() => readdirSync(state.path)) ?? []
      const stored = names.filter((file) => KEY.test(file)).flatMap((key) => pair(key, find(key)))
      return [...stored, ...memory.list()]
    },
  }
}

/** Counts what may have changed in a directory: by its time, and where that says nothing yet, every now and then. */
function watchDirectory(path: string): { changes(): number; look(): void } {
  let changes = 0
  let seen = 0
  let lookedAt = -Infinity
  let isYoung = false
  return {
    changes() {
      const modifiedAt = attempt(() => statSync(path).mtimeMs) ?? 0
      const at = performance.now()
      if (modifiedAt !== seen || (isYoung && at - lookedAt >= LOOK_AGAIN)) {
        changes++
        seen = modifiedAt
        lookedAt = at
        isYoung = Date.now() - modifiedAt < SAME_TIME
      }
      return changes
    },
    look() {
      changes++
    },
  }
}

function pair(key: string, record: KeyRecord | undefined): [string, KeyRecord][] {
  // What cannot be read counts as the oldest, so that it is swept first.
  return [[key, record ?? { createdAt: 0, usedAt: 0 }]]
}

/** A file that another process removed in between, or that cannot be read, is a key that does not exist. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
