#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkState, fitsPin, issueToken, linkPath, readRefusals, rotateSecrets } from '../guard/index.ts'
import { resolveOptions } from '../options.ts'
import { ownVersion } from '../own-home.ts'
import { judgeReadiness } from '../readiness.ts'
import { parseCommand } from './command.ts'
import { describeDoctor, describeReasons } from './doctor.ts'
import { HELP } from './help.ts'

const command = parseCommand(process.argv.slice(2))

switch (command.kind) {
  case 'help':
    process.stdout.write(HELP)
    break
  case 'version':
    process.stdout.write(`${ownVersion()}\n`)
    break
  case 'run':
    run(command.args)
    break
  case 'pin':
    showPin(command.rotate)
    break
  case 'link':
    showLink(command.origin)
    break
  case 'doctor':
    if (command.all) process.stdout.write(describeReasons())
    else doctor()
    break
  case 'wrong':
    process.stderr.write(`inquest: ${command.message}\n\n${HELP}`)
    process.exitCode = 2
}

/** `node --import inquest/register …`, wherever this package lies. */
function run(args: readonly string[]): void {
  const preload = new URL('../register.js', import.meta.url).href
  const child = spawn(process.execPath, ['--import', preload, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128)
  })
}

function showPin(rotate: boolean): void {
  const { stateDirectory } = resolveOptions({}, process.env, process.cwd())
  if (rotate) {
    const pin = rotateSecrets(stateDirectory, (message) => process.stderr.write(`inquest: ${message}\n`))
    process.stdout.write(`${pin}\nEvery browser that was unlocked is locked now.\n`)
    return
  }
  try {
    process.stdout.write(`${readFileSync(join(stateDirectory, 'pin'), 'utf8').trim()}\n`)
  } catch {
    process.stderr.write('inquest: this project has no PIN yet; it gets one when the app starts.\n')
    process.exitCode = 1
  }
}

/** With the door in any case: the app may have got `entrance` as an option, which is not seen from here. */
function showLink(origin: string): void {
  const { basePath, stateDirectory } = resolveOptions({}, process.env, process.cwd())
  const token = issueToken(stateDirectory, (message) => process.stderr.write(`inquest: ${message}\n`))
  process.stdout.write(`${origin}${linkPath(basePath, token, 'link')}\n`)
}

function doctor(): void {
  const options = resolveOptions({}, process.env, process.cwd())
  const readiness = judgeReadiness({
    nodeVersion: process.versions.node,
    hasInspector: process.features.inspector,
    env: process.env,
    environment: options.environment,
  })
  const state = checkState(options.stateDirectory)
  const pinFits = options.pin === undefined || fitsPin(options.pin)
  // A directory that does not exist yet is not made by looking at it.
  const refusals = existsSync(options.stateDirectory) ? readRefusals(options.stateDirectory) : []
  const node = process.versions.node
  // Each app that starts makes this file.
  const used = existsSync(join(options.stateDirectory, 'instance'))
  const version = ownVersion()
  process.stdout.write(describeDoctor({ options, readiness, version, node, state, used, pinFits, refusals }))
  const isWell = readiness.kind === 'ready' && pinFits && state === undefined && options.problems.length === 0
  process.exitCode = isWell ? 0 : 1
}
