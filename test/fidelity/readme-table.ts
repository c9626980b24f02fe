import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { readCorpus } from './expectation.ts'
import type { Case, CorpusProgram, ExpectedCause, ExpectedFrame } from './expectation.ts'
import { requestsOf } from './program-run.ts'

const BEGIN = '<!-- fidelity: made by `npm run fidelity:table` from the expectations of the corpus -->'
const END = '<!-- /fidelity -->'

const TITLES: Readonly<Record<string, string>> = {
  throws: 'Ways to throw',
  async: 'Async',
  scopes: 'Scopes',
  errors: 'Odd errors',
  sources: 'Compiled and moved sources',
  frameworks: 'Frameworks',
}

/** The README with the table of today: what is live, by group, and what is not, with the reason. */
export async function withTable(readme: string): Promise<string> {
  const [before, rest = ''] = readme.split(BEGIN)
  const [, after] = rest.split(END)
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}`)
  const text = `${before}${BEGIN}\n\n${renderTables()}\n\n${END}${after}`
  return format(text, { ...(await resolveConfig('README.md')), parser: 'markdown' })
}

function renderTables(): string {
  const programs = readCorpus()
  const groups = Object.entries(TITLES).map(([group, title]): readonly string[] => {
    const own = programs.filter(({ name }) => name.startsWith(`${group}/`))
    return [title, ...countsOf(own), namesOf(own)]
  })
  const reasons = Map.groupBy(
    programs.filter(({ limit }) => limit !== undefined),
    ({ limit = '' }) => limit,
  )
  return [
    table(['Failures', 'frames', 'live', 'in'], [...groups, ['all', ...countsOf(programs), '']]),
    'What is not live has its place all the same, and says on the page why:',
    table(
      ['Why', 'frames', 'in'],
      [...reasons].map(([reason, own]) => [reason, `${count(own, isPlaceOnly)}`, namesOf(own)]),
    ),
  ].join('\n\n')
}

function namesOf(programs: readonly CorpusProgram[]): string {
  return programs.map(({ name }) => name.slice(name.indexOf('/') + 1).replaceAll('-', ' ')).join(', ')
}

function countsOf(programs: readonly CorpusProgram[]): readonly string[] {
  const all = count(programs, () => true)
  return [`${all}`, `${all - count(programs, isPlaceOnly)}`]
}

function count(programs: readonly CorpusProgram[], which: (frame: ExpectedFrame) => boolean): number {
  return programs.flatMap(({ cases }) => cases.flatMap(requestsOf).flatMap(framesOf)).filter(which).length
}

export function isPlaceOnly({ state }: ExpectedFrame): boolean {
  return state === 'source-only'
}

/** Of an error and its causes. */
export function framesOf(one: Case | ExpectedCause): readonly ExpectedFrame[] {
  return [...(one.frames ?? []), ...(one.causes ?? []).flatMap(framesOf)]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (import.meta.main) writeFileSync('README.md', await withTable(readFileSync('README.md', 'utf8')))
