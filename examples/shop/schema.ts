import type { DatabaseSync } from 'node:sqlite'

/** Money is in cents, weight in grams, time in ISO 8601. */
const tables = `
  CREATE TABLE IF NOT EXISTS products (
    sku      TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    price    INTEGER NOT NULL CHECK (price > 0),
    stock    INTEGER NOT NULL CONSTRAINT stock_not_negative CHECK (stock >= 0),
    grams    INTEGER NOT NULL CHECK (grams > 0),
    blurb    TEXT NOT NULL,
    details  TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS customers (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    email  TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE IF NOT EXISTS preferences (
    customer_id TEXT PRIMARY KEY REFERENCES customers,
    document    TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS cart_lines (
    session_id TEXT NOT NULL,
    sku        TEXT NOT NULL REFERENCES products,
    quantity   INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 20),
    PRIMARY KEY (session_id, sku)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS orders (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id TEXT REFERENCES customers,
    name        TEXT NOT NULL,
    street      TEXT NOT NULL,
    city        TEXT NOT NULL,
    country     TEXT NOT NULL CHECK (length(country) = 2),
    placed_at   TEXT NOT NULL,
    discount    INTEGER NOT NULL CHECK (discount >= 0),
    shipping    INTEGER NOT NULL CHECK (shipping >= 0)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS order_lines (
    order_id INTEGER NOT NULL REFERENCES orders,
    sku      TEXT NOT NULL REFERENCES products,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price    INTEGER NOT NULL CHECK (price > 0),
    PRIMARY KEY (order_id, sku)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS shipments (
    order_id        INTEGER PRIMARY KEY REFERENCES orders,
    carrier         TEXT NOT NULL,
    tracking_number INTEGER NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE IF NOT EXISTS coupons (
    code    TEXT PRIMARY KEY,
    title   TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 60),
    bundle  TEXT NOT NULL CHECK (json_type(bundle) = 'array')
  ) STRICT;

  CREATE TABLE IF NOT EXISTS gift_cards (
    code     TEXT PRIMARY KEY,
    currency TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS gift_card_entries (
    code  TEXT NOT NULL REFERENCES gift_cards,
    day   TEXT NOT NULL,
    note  TEXT NOT NULL,
    cents INTEGER NOT NULL
  ) STRICT;
`

export function createTables(db: DatabaseSync): void {
  db.exec(tables)
}
