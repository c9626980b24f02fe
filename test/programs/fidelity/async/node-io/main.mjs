import { readFile } from 'node:fs'
import { open, readFile as read } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { request } from 'node:http'
import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { DatabaseSync } from 'node:sqlite'
import { createServer } from 'node:net'

/** A port that nobody listens on. */
async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

export async function files() {
  const path = '/no/such/settings.json'
  const text = await read(path, 'utf8')
  return JSON.parse(text)
}

export async function handle() {
  const path = '/no/such/dir/file'
  await using file = await open(path)
  return await file.readFile()
}

export async function callback() {
  const path = '/no/such/callback.txt'
  return await new Promise((resolve, reject) => {
    readFile(path, 'utf8', (error, text) => {
      if (error) reject(error)
      else resolve(text)
    })
  })
}

export async function socket() {
  const host = '127.0.0.1'
  const target = connect(await closedPort(), host)
  await once(target, 'connect')
}

export async function fetched() {
  const address = `http://127.0.0.1:${await closedPort()}/rates`
  const method = 'GET'
  const response = await fetch(address, { method })
  return await response.json()
}

export async function httpRequest() {
  const port = await closedPort()
  const path = '/http'
  return await new Promise((resolve, reject) => {
    request({ port, path, host: '127.0.0.1' }, resolve).on('error', reject).end()
  })
}

export async function command() {
  const line = 'exit 3'
  return await promisify(exec)(line)
}

export async function zlib() {
  const bytes = Buffer.from('not gzip')
  return await promisify(gunzip)(bytes)
}

export function sqlite() {
  const database = new DatabaseSync(':memory:')
  const table = 'users'
  return database.prepare(`select * from ${table}`).all()
}

export function constraint() {
  const database = new DatabaseSync(':memory:')
  const name = 'zoe'
  database.exec('create table users (name text unique)')
  const insert = database.prepare('insert into users values (?)')
  insert.run(name)
  return insert.run(name)
}
