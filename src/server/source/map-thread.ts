import { Worker } from 'node:worker_threads'
import { decodeMap, type DecodedMap, type DecodeResult, type MapLocation } from './decoded-map.ts'
import type { MapAnswer, MapQuestion } from './map-messages.ts'

/** Decodes maps in a thread of its own, which is there while it is needed and a minute longer. */
export interface MapThread {
  /** Never rejects for reasons of the map. */
  decode(location: MapLocation): Promise<DecodeResult>
  close(): void
}

/** Built or not, the worker lies beside this file. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './map-worker.ts' : './map-worker.js', import.meta.url)
const IDLE_MS = 60_000
// A map of 50 MB takes about 400 MB decoded.
const MAX_HEAP_MB = 1024

type Asked = MapQuestion extends infer Q ? (Q extends MapQuestion ? Omit<Q, 'id'> : never) : never
type Opened = Extract<MapAnswer, { answer: 'opened' | 'problem' }>

interface Waiting {
  resolve(answer: MapAnswer): void
  reject(failure: Error): void
}

const startTimer = setTimeout
const stopTimer = clearTimeout

export function createMapThread(idleMs: number = IDLE_MS): MapThread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let nextId = 0
  // What was open in a thread that has ended is opened anew by those who still ask.
  let generation = 0

  const end = (failure: Error): void => {
    const ended = worker
    worker = undefined
    generation++
    stopTimer(idle)
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
    void ended?.terminate()
  }

  const start = (): Worker => {
    const started = new Worker(WORKER, {
      // The app's own flags, preloads and environment are for the app; its output is its own.
      execArgv: [],
      env: {},
      stdout: true,
      stderr: true,
      name: 'inquest source maps',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    started.on('message', (answer: MapAnswer) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) idle = startTimer(end, idleMs, new Error('idle')).unref()
      if (answer.answer === 'failed') asked?.reject(new Error('the map is damaged'))
      else asked?.resolve(answer)
    })
    const onEnd = (): void => {
      if (worker === started) end(new Error('the thread for source maps ended'))
    }
    started.on('error', onEnd)
    started.on('exit', onEnd)
    // Not before: a listener would hold the process again.
    started.unref()
    return started
  }

  const ask = (question: Asked): Promise<MapAnswer> =>
    new Promise((resolve, reject) => {
      stopTimer(idle)
      worker ??= start()
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...question })
    })

  const open = async (location: MapLocation): Promise<Opened> => {
    const answer = await ask({ ask: 'open', location })
    if (answer.answer === 'opened' || answer.answer === 'problem') return answer
    throw new Error('not an answer to that')
  }

  const handleOf = (location: MapLocation, first: Extract<Opened, { answer: 'opened' }>): DecodedMap => {
    let opened = { id: first.id, generation }
    const current = async (): Promise<number> => {
      if (opened.generation === generation && worker !== undefined) return opened.id
      const again = await open(location)
      opened = { id: again.id, generation }
      return again.id
    }
    return {
      sources: first.sources,
      weight: first.weight,
      async originalsOf(places) {
        const answer = await ask({ ask: 'originals', map: await current(), places })
        return answer.answer === 'originals' ? answer.originals : []
      },
      async namesAt(places) {
        const answer = await ask({ ask: 'names', map: await current(), places })
        return answer.answer === 'names' ? answer.names : []
      },
      async contentOf(source) {
        const answer = await ask({ ask: 'content', map: await current(), source })
        return answer.answer === 'content' ? answer.content : undefined
      },
      close() {
        if (opened.generation !== generation || worker === undefined) return
        ask({ ask: 'close', map: opened.id }).catch(() => undefined) // It went with its thread.
      },
    }
  }

  return {
    async decode(location) {
      let opened: Opened
      try {
        opened = await open(location)
      } catch {
        // No thread to be had: the permission model, or too little memory.
        return decodeMap(location)
      }
      if (opened.answer === 'problem') return { ok: false, problem: opened.problem }
      return { ok: true, map: handleOf(location, opened) }
    },
    close() {
      end(new Error('closed'))
    },
  }
}
