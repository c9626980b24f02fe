// Rewrites the programs beside it; with REPORT set, says at exit what was rewritten.
import fs from 'node:fs'
import { installModuleHooks, installRuntime } from '../../../src/server/instrument/index.ts'

installRuntime()
const base = process.env.APP_ROOT ?? new URL('.', import.meta.url).href
const seen = []
const hooks = installModuleHooks({
  isApp(url) {
    const app = url.startsWith(base) && !url.includes('/node_modules/') && url !== import.meta.url
    if (app && !seen.includes(url)) seen.push(url)
    return app
  },
  onProblem: () => {},
})
globalThis.__testHooks = hooks
if (process.env.REPORT) {
  process.on('exit', () => {
    const name = (url) => url.slice(base.length)
    const rewritten = seen.filter((url) => hooks.insertionsFor(url) !== undefined)
    const report = {
      rewritten: rewritten.map(name).sort(),
      maps: Object.fromEntries(rewritten.map((url) => [name(url), hooks.mapStateOf(url)])),
      count: hooks.rewrittenModules(),
      problems: hooks.problems().map(({ url, reason }) => `${name(url)}: ${reason}`),
    }
    fs.writeSync(1, `\nREPORT ${JSON.stringify(report)}\n`)
  })
}
