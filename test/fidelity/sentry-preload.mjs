/**
 * Sentry as its documentation says, with local variables; its events go to a file, nothing goes over the network. What an
 * app would do in its error handler (`captureException`) the shared host does through a global.
 */
import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

const { FIDELITY_SENTRY = '', FIDELITY_EVENTS = '' } = process.env
const Sentry = createRequire(import.meta.url)(FIDELITY_SENTRY)

Sentry.init({
  dsn: 'http://public@127.0.0.1:9/1',
  includeLocalVariables: true,
  transport: () => ({ send: async () => ({}), flush: async () => true }),
  beforeSend(event) {
    appendFileSync(FIDELITY_EVENTS, `${JSON.stringify(event)}\n`)
    return null
  },
})
Object.defineProperty(globalThis, Symbol.for('fidelity.report'), { value: (error) => Sentry.captureException(error) })
