/**
 * `npm run fidelity -- [word…] [--node 24|26] [--peer sentry]`: runs the corpus on Node 24 and 26, or one of them, prints
 * the table program × (frames, positions, variables, live), then runs the scope shapes on the other Nodes. Fails where a
 * program is not as expected. Words choose programs; `--report file` writes how many passed and failed, as JSON. The
 * README's table is made from the expectations: see `readme-table.ts`.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fillCompileCache } from '../compile-cache.ts'
import { readCorpus } from './expectation.ts'
import { installNode, installSentry } from './installs.ts'
import { mapInParallel } from './parallel.ts'
import { runProgram } from './program-run.ts'
import type { Score } from './score.ts'
import { runPeer } from './sentry-peer.ts'
import { failures, renderComplaints, renderTable } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string' }, peer: { type: 'string' }, report: { type: 'string' } },
})
const own = process.versions.node.split('.')[0] ?? ''
const all = readCorpus(positionals)
let passed = 0
let failed = 0

for (const major of values.node === undefined ? [own, '26'] : [values.node]) {
  const node = major === own ? process.execPath : installNode(major)
  fillCompileCache(node)
  const results = await mapInParallel(all, (program) => runProgram(program, node))
  const peer = values.peer === 'sentry' ? await peerScores(node) : undefined
  const complaints = renderComplaints(results)
  console.log(`\nNode ${major}\n\n${renderTable(results, peer)}`)
  if (complaints !== '') console.log(`\n${complaints}`)
  const wrong = failures(results).length
  console.log(`\n${all.length} programs, ${wrong} not as expected`)
  passed += all.length - wrong
  failed += wrong
}
// On this Node they are among the unit tests.
for (const version of positionals.length > 0 ? [] : otherNodes()) {
  const holds = runScopeShapes(version)
  console.log(`scope shapes on Node ${version}: ${holds ? 'all survive' : 'FAILED'}`)
  if (holds) passed++
  else failed++
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed, failed }))
process.exitCode = failed > 0 ? 1 : 0

/** The oldest that is supported, and the newest. */
function otherNodes(): readonly string[] {
  const supported = ['24.12.0', '26']
  return values.node === undefined ? supported : supported.filter((version) => version === values.node)
}

/** What a pause and reading the scopes must survive, in child processes of that Node. */
function runScopeShapes(version: string): boolean {
  const env = { ...process.env, TEST_NODE: installNode(version) }
  const args = ['run', 'test/capture/scope-shapes.test.ts', '--reporter=dot']
  return spawnSync('vitest', args, { stdio: 'inherit', env }).status === 0
}

async function peerScores(node: string): Promise<ReadonlyMap<string, Score>> {
  const sentry = installSentry()
  const scores = await mapInParallel(all, (program) => runPeer(program, node, sentry))
  return new Map(all.map(({ name }, index) => [name, scores[index] ?? { right: 0, total: 0 }]))
}
