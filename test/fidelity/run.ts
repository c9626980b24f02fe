/**
 * `npm run fidelity -- [word…] [--node 26] [--peer sentry]`: runs the corpus, prints the table program × (frames,
 * positions, variables, live), and fails where a program without a reason in V8's nature is less than complete. Words
 * choose programs.
 */
import { parseArgs } from 'node:util'
import { readCorpus } from './expectation.ts'
import { mapInParallel } from './parallel.ts'
import { runProgram } from './program-run.ts'
import { installNode, installSentry } from './installs.ts'
import { runPeer } from './sentry-peer.ts'
import type { Score } from './score.ts'
import { failures, renderComplaints, renderTable } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string' }, peer: { type: 'string' } },
})
const node = values.node === undefined ? process.execPath : installNode(values.node)
const programs = readCorpus(positionals)
const results = await mapInParallel(programs, (program) => runProgram(program, node))
const peer = values.peer === 'sentry' ? await peerScores() : undefined
const complaints = renderComplaints(results)
console.log(renderTable(results, peer))
if (complaints !== '') console.log(`\n${complaints}`)
const failed = failures(results)
console.log(`\n${programs.length} programs, ${failed.length} less than complete`)
process.exitCode = failed.length === 0 ? 0 : 1

async function peerScores(): Promise<ReadonlyMap<string, Score>> {
  const sentry = installSentry()
  const scores = await mapInParallel(programs, (program) => runPeer(program, node, sentry))
  return new Map(programs.map(({ name }, index) => [name, scores[index] ?? { right: 0, total: 0 }]))
}
