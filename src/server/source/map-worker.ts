/** The thread that decodes large maps: half a second of decoding must not hold the app's loop. */
import { parentPort } from 'node:worker_threads'
import { decodeMap, type DecodedMap } from './decoded-map.ts'
import type { MapAnswer, MapQuestion } from './map-messages.ts'

const maps = new Map<number, DecodedMap>()

parentPort?.on('message', (question: MapQuestion) => {
  void answerOf(question)
    .catch((): MapAnswer => ({ id: question.id, answer: 'failed' }))
    .then((answer) => parentPort?.postMessage(answer))
})

/** Rejects where a map turns out to be damaged, or is not open. */
async function answerOf(question: MapQuestion): Promise<MapAnswer> {
  const { id, ask } = question
  switch (ask) {
    case 'open': {
      const decoded = await decodeMap(question.location)
      if (!decoded.ok) return { id, answer: 'problem', problem: decoded.problem }
      const { sources, weight } = decoded.map
      maps.set(id, decoded.map)
      return { id, answer: 'opened', sources, weight }
    }
    case 'originals':
      return { id, answer: 'originals', originals: await open(question.map).originalsOf(question.places) }
    case 'names':
      return { id, answer: 'names', names: await open(question.map).namesAt(question.places) }
    case 'content':
      return { id, answer: 'content', content: await open(question.map).contentOf(question.source) }
    case 'close':
      open(question.map).close()
      maps.delete(question.map)
      return { id, answer: 'content', content: undefined }
  }
}

function open(id: number): DecodedMap {
  const map = maps.get(id)
  if (map === undefined) throw new Error('no such map')
  return map
}
