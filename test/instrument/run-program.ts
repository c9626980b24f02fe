import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const PROGRAMS = fileURLToPath(new URL('../programs/instrument/', import.meta.url))

/** `--import` of our preload, as it stands between other arguments. */
export const OURS = ['--import', './preload.mjs'] as const

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly report?: Report
}

/** What the preload says at exit: paths below the programs' folder. */
export interface Report {
  readonly rewritten: readonly string[]
  readonly maps: Readonly<Record<string, string>>
  readonly count: number
  readonly problems: readonly string[]
}

/** Runs Node in the folder of the test programs. `REPORT: '1'` in `env` asks the preload for its report. */
export function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { NODE_OPTIONS: _, NODE_ENV: __, VITEST: ___, ...inherited } = process.env
  return new Promise((resolve) => {
    const options = { cwd: PROGRAMS, env: { ...inherited, ...env }, timeout: 30_000 }
    execFile(process.execPath, args, options, (error, output, stderr) => {
      const [stdout, report] = output.split(/\nREPORT (.*)\n/)
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      const run = { code, stdout: stdout ?? '', stderr }
      resolve(report === undefined ? run : { ...run, report: JSON.parse(report) as Report })
    })
  })
}

/** Runs a program with the preload and its report. */
export function runRewritten(...args: readonly string[]): Promise<Run> {
  return runProgram([...OURS, ...args], { REPORT: '1' })
}
