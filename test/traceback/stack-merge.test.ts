import { describe, expect, it } from 'vitest'
import type { Capture, CapturedFrame } from '../../src/server/capture/index.ts'
import { mergeStack } from '../../src/server/traceback/stack-merge.ts'
import type { PlacedLine } from '../../src/server/traceback/stack-merge.ts'
import { frameOf } from '../capture/captured-frame.ts'

const APP = 'file:///app.js'

function line(functionName: string, at: number, facts: Partial<PlacedLine> = {}): PlacedLine {
  return { kind: 'source', functionName, async: false, url: APP, line: at, column: 1, ...facts }
}

function capture(via: Capture['via'], frames: readonly CapturedFrame[]): Capture {
  const how = via === 'hand-over' ? 'handed-over' : 'thrown'
  return { thrown: undefined, how, via, at: 0, frames, skipped: false, cutFrames: 0 }
}

/** Captured frames by name, lines of the stack text in brackets. */
function shape(via: Capture['via'], frames: readonly CapturedFrame[], lines: readonly PlacedLine[]): string {
  return mergeStack(capture(via, frames), lines)
    .map((part) => ('position' in part ? part.functionName : `[${part.functionName ?? ''}]`))
    .join(' ')
}

describe('captured frames and the stack text', () => {
  const thrower = frameOf('thrower', { line: 1 })
  const caller = frameOf('caller', { line: 5 })
  const library = frameOf('respond', { line: 9, origin: 'dependency' })

  it('put awaiting functions of libraries between the frames', () => {
    const lines = [
      line('thrower', 1),
      line('pool', 3, { async: true, url: 'file:///lib.js' }),
      line('caller', 5, { async: true }),
    ]
    expect(shape('throw', [thrower, caller], lines)).toBe('thrower [pool] caller')
  })

  it('have one frame for a function that caught the error and threw it again further down', () => {
    const again = { ...caller, async: true, functionRange: { startLine: 4, startColumn: 1, endLine: 8, endColumn: 1 } }
    const lines = [line('thrower', 1), line('Shop.caller', 7, { async: true })]
    expect(shape('throw', [thrower, again], lines)).toBe('thrower caller')
    expect(shape('throw', [thrower, again], [line('thrower', 1), line('other', 7, { async: true })])).toBe(
      'thrower [other] caller',
    )
    expect(shape('throw', [thrower, again], [line('thrower', 1), line('caller', 9, { async: true })])).toBe(
      'thrower [caller] caller',
    )
  })

  it('begin with the stack text where the app only awaited: another thread, a library', () => {
    expect(shape('await', [caller], [line('work', 2, { url: 'file:///job.js' })])).toBe('[work] caller')
    expect(shape('await', [caller], [line('native', 2, { url: 'node:net' })])).toBe('caller')
  })

  it('begin with the stack text where the error came into sight only when it was handed over', () => {
    expect(shape('hand-over', [caller], [line('deep', 20), line('deep', 20)])).toBe('[deep] [deep] caller')
  })

  it('begin with the app where the error was handed over inside of it', () => {
    expect(shape('hand-over', [library, thrower, caller], [line('caller', 5)])).toBe('thrower caller')
    expect(shape('hand-over', [library], [line('lib', 9)])).toBe('respond')
  })

  it('leave a thrown error alone', () => {
    expect(shape('throw', [thrower, caller], [line('made', 30), line('elsewhere', 31)])).toBe('thrower caller')
  })
})
