/**
 * `npm test`: types, lint, format, unit and architecture tests, fidelity, and end-to-end tests in a real Chromium. Every step runs,
 * so that one sees all that is wrong at once. Ends with `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'

interface Counts {
  readonly passed: number
  readonly failed: number
}

const UNIT_REPORT = '.cache/unit.json'
const E2E_REPORT = '.cache/e2e.json'
const FIDELITY_REPORT = '.cache/fidelity.json'
const NODE = process.versions.node.split('.')[0] ?? ''

function run(name: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${name}: ${command} ${args.join(' ')}`)
  const started = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
  return status === 0
}

/** A check without counts of its own counts as one. What it prints is printed when it is done: others run beside it. */
async function check(name: string, command: string, ...args: string[]): Promise<Counts> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ok = await new Promise<boolean>((resolve) => {
    child.on('error', (failure) => {
      printed += failure.message
      resolve(false)
    })
    child.on('close', (code) => {
      resolve(code === 0)
    })
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `\n── ${name}: ${command} ${args.join(' ')}\n${printed}── ${name}: ${ok ? 'passed' : 'FAILED'} in ${seconds} s`,
  )
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** One core is the linter's for most of the time that the others take together. */
async function staticChecks(): Promise<readonly Counts[]> {
  const lint = check('lint', 'eslint', '.')
  return [
    await check('build', 'npm', 'run', '--silent', 'build'),
    await check('types', 'tsc', '-b'),
    await check('format', 'prettier', '--check', '--log-level=warn', '.'),
    await lint,
  ]
}

function unitTests(): Counts {
  const ok = run('unit', 'vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`])
  if (!existsSync(UNIT_REPORT)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(UNIT_REPORT, 'utf8')) as { numPassedTests: number; numFailedTests: number }
  return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, ok ? 0 : 1) }
}

/** The corpus of failing programs on this Node; `npm run fidelity` takes 26 as well. */
function fidelity(): Counts {
  const ok = run('fidelity', 'node', ['test/fidelity/run.ts', '--node', NODE, '--report', FIDELITY_REPORT])
  if (!existsSync(FIDELITY_REPORT)) return { passed: 0, failed: 1 }
  const { passed, failed } = JSON.parse(readFileSync(FIDELITY_REPORT, 'utf8')) as Counts
  return { passed, failed: Math.max(failed, ok ? 0 : 1) }
}

function endToEndTests(): Counts {
  const ok = run('e2e', 'playwright', ['test'])
  if (!existsSync(E2E_REPORT)) return { passed: 0, failed: 1 }
  const { stats } = JSON.parse(readFileSync(E2E_REPORT, 'utf8')) as { stats: { expected: number; unexpected: number } }
  return { passed: stats.expected, failed: Math.max(stats.unexpected, ok ? 0 : 1) }
}

/** Debian's Chromium for the end-to-end tests and nginx for those behind a proxy, where we may install them. */
function ensurePrograms(): void {
  const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const missing = [
    ...(process.env['CHROMIUM'] === undefined && !browsers.some((path) => existsSync(path)) ? ['chromium'] : []),
    ...(existsSync('/usr/sbin/nginx') ? [] : ['nginx-light']),
  ]
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Not found here: ${missing.join(', ')}. On Debian: apt-get install ${missing.join(' ')}`)
    return
  }
  run('programs', 'apt-get', ['update', '-qq'])
  run('programs', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing])
}

mkdirSync('.cache', { recursive: true })
// A step that dies must not be counted by the report of the last time.
for (const report of [UNIT_REPORT, FIDELITY_REPORT, E2E_REPORT]) rmSync(report, { force: true })
ensurePrograms()
const results: Counts[] = [...(await staticChecks()), unitTests(), fidelity(), endToEndTests()]
const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
