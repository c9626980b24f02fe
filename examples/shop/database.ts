import { DatabaseSync } from 'node:sqlite'
import { createTables } from './schema.ts'
import { seed } from './seed.ts'

/** Opens the shop's database, and fills it when it is new. Without a path it lives in memory. */
export function openDatabase(path = ':memory:'): DatabaseSync {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: true })
  createTables(db)
  const products = db.prepare('SELECT count(*) AS count FROM products').get()
  if (products?.['count'] === 0) inTransaction(db, () => seed(db))
  return db
}

/** All of `work` or none of it. What `work` throws is thrown again once the database is as it was. */
export function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
