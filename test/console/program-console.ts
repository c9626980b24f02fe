import type { Evaluation } from '../../src/shared/evaluation.ts'
import type { Traceback, TracebackSummary } from '../../src/shared/traceback.ts'
import type { Program } from '../program.ts'

/** The consoles of a traceback of a real program. */
export interface ProgramConsole {
  readonly traceback: Traceback
  evaluate(source: string, options?: { frame?: number; mode?: 'run' | 'peek'; timeoutMs?: number }): Promise<Evaluation>
  /** The text of the result, or its kind and what is said. */
  text(source: string, frame?: number): Promise<string>
}

/** Lets a request fail, and opens the consoles of what comes of it. */
export async function consoleOf(program: Program, path: string): Promise<ProgramConsole> {
  const response = await program.fetch(path)
  await response.text()
  return newestConsole(program)
}

export async function newestConsole(program: Program): Promise<ProgramConsole> {
  const list = (await (await program.fetch('/__inquest__/api/tracebacks')).json()) as { tracebacks: TracebackSummary[] }
  const { id } = list.tracebacks[0]!
  const traceback = (await (await program.fetch(`/__inquest__/api/tracebacks/${id}`)).json()) as Traceback
  const evaluate: ProgramConsole['evaluate'] = async (source, { frame = 0, mode = 'run', timeoutMs } = {}) => {
    const body = { source, mode, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
    const reply = await program.post(`/__inquest__/api/tracebacks/${id}/frames/${frame}/evaluate`, body)
    return (await reply.json()) as Evaluation
  }
  return {
    traceback,
    evaluate,
    async text(source, frame = 0) {
      const evaluation = await evaluate(source, { frame })
      return evaluation.kind === 'value' ? evaluation.text : `${evaluation.kind}: ${evaluation.text.split('\n')[0]}`
    },
  }
}

export function printed(evaluation: Evaluation): string {
  return 'output' in evaluation ? evaluation.output.map(({ stream, text }) => `${stream}: ${text}`).join('') : 'nothing'
}
