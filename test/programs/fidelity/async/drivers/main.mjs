import { once } from 'node:events'
import { createServer } from 'node:net'
import Redis from 'ioredis'
import mysql from 'mysql2/promise'
import pg from 'pg'

async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const port = await closedPort()

async function userById(pool, id) {
  const text = 'select * from users where id = $1'
  const result = await pool.query(text, [id])
  return result.rows[0]
}

export async function postgres() {
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app' })
  const id = 7
  return await userById(pool, id)
}

export async function redis() {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  const key = 'cart:7'
  return await client.get(key)
}

export async function mariadb() {
  const user = 'app'
  const connection = await mysql.createConnection({ host: '127.0.0.1', port, user })
  return await connection.query('select 1')
}
