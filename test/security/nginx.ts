import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendRaw } from './raw-request.ts'

export interface Nginx {
  readonly port: number
  stop(): Promise<void>
}

const BINARIES = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx']

/** Debian's nginx, installed where there is none and we may. Throws a sentence that says what to do otherwise. */
function findNginx(): string {
  const find = (): string | undefined => BINARIES.find((path) => existsSync(path))
  const known = find()
  if (known !== undefined) return known
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = {
      stdio: 'ignore',
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    } as const
    execFileSync('apt-get', ['update', '-qq'], quiet)
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], quiet)
    const installed = find()
    if (installed !== undefined) return installed
  }
  throw new Error('The proxy tests need nginx, which is not installed: apt-get install nginx-light')
}

/** Starts nginx in front of an app; `server` is what stands in the `server` block, beside `listen`. */
export async function startNginx(server: string): Promise<Nginx> {
  const binary = findNginx()
  const home = mkdtempSync(join(tmpdir(), 'inquest-nginx-'))
  const port = await freePort()
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(home, name))
  const config = `
    daemon off; master_process off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path ${home}/body; proxy_temp_path ${home}/proxy; fastcgi_temp_path ${home}/fastcgi;
      uwsgi_temp_path ${home}/uwsgi; scgi_temp_path ${home}/scgi;
      server { listen 127.0.0.1:${port}; ${server} }
    }`
  writeFileSync(join(home, 'nginx.conf'), config)
  const child = spawn(binary, ['-p', home, '-c', join(home, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
    rmSync(home, { recursive: true, force: true })
  }
  for (let n = 0; n < 100; n++) {
    const { status } = await sendRaw(port, 'GET /nginx-is-up HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    if (status > 0) return { port, stop }
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`nginx did not start: ${said}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
