import type { ProgramResult } from './program-run.ts'
import { addScores, emptyScores, isComplete } from './score.ts'
import type { Score, Scores } from './score.ts'

const COLUMNS = ['frames', 'positions', 'variables', 'live', 'rest', 'whole'] as const

/** Programs and their scores, the totals, and what is wrong. */
export function renderTable(results: readonly ProgramResult[], peer?: ReadonlyMap<string, Score>): string {
  const width = Math.max(7, ...results.map(({ program }) => program.name.length))
  const line = (name: string, scores: Scores, beside: Score | undefined): string =>
    [
      name.padEnd(width),
      ...COLUMNS.map((column) => cell(scores[column])),
      ...(peer === undefined ? [] : [cell(beside ?? { right: 0, total: 0 })]),
    ].join('  ')
  const head = ['program'.padEnd(width), ...COLUMNS, ...(peer === undefined ? [] : ['peer'])]
  const total = results.reduce((sum, { scores }) => addScores(sum, scores), emptyScores())
  const peerTotal = [...(peer?.values() ?? [])].reduce(
    (sum, { right, total: count }) => ({ right: sum.right + right, total: sum.total + count }),
    { right: 0, total: 0 },
  )
  const percents = COLUMNS.map((column) => percent(total[column]).padStart(9))
  return [
    head.map((text, index) => (index === 0 ? text : text.padStart(9))).join('  '),
    ...results.map(({ program, scores }) => line(program.name, scores, peer?.get(program.name))),
    '',
    line('total', total, peerTotal),
    ['%'.padEnd(width), ...percents, ...(peer === undefined ? [] : [percent(peerTotal).padStart(9)])].join('  '),
  ].join('\n')
}

export function renderComplaints(results: readonly ProgramResult[]): string {
  return results
    .filter(({ scores }) => scores.complaints.length > 0)
    .map(({ program, scores }) => {
      return [program.name, ...scores.complaints.map((text) => `  ${text}`)].join('\n')
    })
    .join('\n\n')
}

/** Programs that are not as expected. */
export function failures(results: readonly ProgramResult[]): readonly ProgramResult[] {
  return results.filter(({ scores }) => !isComplete(scores))
}

function cell({ right, total }: Score): string {
  return `${right}/${total}`.padStart(9)
}

function percent({ right, total }: Score): string {
  return total === 0 ? '' : `${((100 * right) / total).toFixed(1)} %`
}
