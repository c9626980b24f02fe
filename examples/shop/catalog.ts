import type { DatabaseSync } from 'node:sqlite'

/** Price in cents, weight in grams. */
export interface Product {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly price: number
  readonly stock: number
  readonly grams: number
  readonly blurb: string
  readonly details: string
}

export function listProducts(db: DatabaseSync): Product[] {
  return db.prepare('SELECT * FROM products ORDER BY rowid').all() as unknown as Product[]
}

export function findProduct(db: DatabaseSync, sku: string): Product | undefined {
  return db.prepare('SELECT * FROM products WHERE sku = ?').get(sku) as Product | undefined
}

export function searchProducts(db: DatabaseSync, query: string): Product[] {
  const pattern = `%${query.replaceAll(/[\\%_]/g, '\\$&')}%`
  const statement = db.prepare(`
    SELECT * FROM products
    WHERE name LIKE :pattern ESCAPE '\\' OR blurb LIKE :pattern ESCAPE '\\' OR category LIKE :pattern ESCAPE '\\'
    ORDER BY rowid
  `)
  return statement.all({ pattern }) as unknown as Product[]
}

export function productsBySku(db: DatabaseSync): Map<string, Product> {
  return new Map(listProducts(db).map((product) => [product.sku, product]))
}
