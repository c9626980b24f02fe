import { describe, expect, it } from 'vitest'
import { runProgram } from '../program.ts'

/** Wraps a handler with these options and says what is then printed and whether the handler is still the app's own. */
async function wrap(options: string, preload = false): Promise<{ same: boolean; stderr: string }> {
  const source = `const { inquest } = await import('./src/server/index.ts'); const app = () => {}
    console.log(inquest(app, ${options}) === app); inquest(app, ${options})`
  const env = { INQUEST_PIN: '' }
  const args = [...(preload ? ['--import', './src/server/register.ts'] : []), '--input-type=module', '-e']
  const { code, stdout, stderr } = await runProgram(source, { preload: false, nodeArgs: args, env })
  expect(code).toBe(0)
  return { same: stdout === 'true\n', stderr }
}

describe('the second argument of inquest()', () => {
  it.each([
    ['null', 'inquest: off: The options have to be an object, and are null.\n'],
    ['{ pin: true }', 'inquest: off: pin has to be a text, and is a boolean.\n'],
    ['{ hide: /iban/ }', 'inquest: off: hide has to be a list of texts, and is an object.\n'],
  ])('%s keeps the debugger off with one line, and the app as it is', async (options, line) => {
    expect(await wrap(options)).toEqual({ same: true, stderr: line })
  })

  it.each([
    ['{ pin: 246813579 }', ''],
    ['{ evaluate: 0 }', 'inquest: evaluate is a number, which is none of on, off: it counts as off\n'],
  ])('%s does not', async (options, line) => {
    expect(await wrap(options)).toEqual({ same: false, stderr: line })
  })

  it('comes too late after the preload, which is said once', async () => {
    const { stderr } = await wrap("{ evaluate: 'off' }", true)
    expect(stderr.match(/have no effect, because the preload has started/g)).toHaveLength(1)
    expect((await wrap('{}', true)).stderr).toBe('')
  })
})
