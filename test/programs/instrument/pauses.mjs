// Prints, for every pause on an exception while `chain.mjs` fails, the app frames on the stack: name, line and column of
// the original source.
import inspector from 'node:inspector'
import { toOriginal } from '../../../src/server/instrument/index.ts'
import { failures } from './chain.mjs'

const session = new inspector.Session()
session.connect()
const urls = new Map()
session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
session.post('Debugger.enable')
session.post('Debugger.setBlackboxPatterns', { patterns: ['^node:', '/src/server/instrument/'] })
const pauses = []
session.on('Debugger.paused', ({ params }) => {
  const urlOf = ({ location }) => urls.get(location.scriptId) ?? ''
  const frames = params.callFrames.filter((frame) => urlOf(frame).endsWith('/chain.mjs'))
  pauses.push(
    frames.map(({ functionName, location }) => {
      const insertions = globalThis.__testHooks?.insertionsFor(urlOf({ location })) ?? []
      const position = { line: location.lineNumber + 1, column: location.columnNumber + 1 }
      const { line, column } = toOriginal(insertions, position)
      return `${functionName} ${line}:${column}`
    }),
  )
})
for (const [name, failure] of Object.entries(failures)) {
  pauses.length = 0
  session.post('Debugger.setPauseOnExceptions', { state: 'all' })
  const message = await failure().then(
    () => 'no error',
    (error) => error.message,
  )
  session.post('Debugger.setPauseOnExceptions', { state: 'none' })
  console.log(JSON.stringify({ name, message, pauses }))
}
