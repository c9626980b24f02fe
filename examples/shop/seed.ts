import type { DatabaseSync } from 'node:sqlite'
import type { Product } from './catalog.ts'

const products: readonly Product[] = [
  {
    sku: 'dutch-oven',
    name: 'Cast-iron Dutch oven',
    category: 'Cook',
    price: 14900,
    stock: 9,
    grams: 5600,
    blurb: '5.5 litres, matt enamel inside, lid that bastes.',
    details: 'For bread, beans and everything that takes an afternoon. Works on induction, gas and embers.',
  },
  {
    sku: 'carbon-wok',
    name: 'Carbon steel wok',
    category: 'Cook',
    price: 6900,
    stock: 14,
    grams: 1900,
    blurb: '32 cm, hammered, with a flat base for flat stoves.',
    details: 'Comes unseasoned. Heat it until it turns blue, oil it, and it will outlive the stove.',
  },
  {
    sku: 'iron-skillet',
    name: 'Iron skillet',
    category: 'Cook',
    price: 5400,
    stock: 11,
    grams: 2400,
    blurb: '26 cm, machined smooth, two pouring lips.',
    details: 'Turned on a lathe after casting, the way they were made before the seventies.',
  },
  {
    sku: 'granite-mortar',
    name: 'Granite mortar and pestle',
    category: 'Prepare',
    price: 4200,
    stock: 7,
    grams: 4100,
    blurb: '14 cm, rough inside and polished outside.',
    details: 'Heavy enough to stay where it stands. Rinse with water only.',
  },
  {
    sku: 'oak-board',
    name: 'End-grain oak board',
    category: 'Prepare',
    price: 7200,
    stock: 8,
    grams: 3300,
    blurb: '40 × 28 cm, oiled, kind to knives.',
    details: 'Glued from offcuts of a stair maker in Spessart. Oil it twice a year.',
  },
  {
    sku: 'paring-knife',
    name: 'Paring knife',
    category: 'Prepare',
    price: 3400,
    stock: 30,
    grams: 120,
    blurb: '9 cm of carbon steel in a plum-wood handle.',
    details: 'Takes a patina within a week and an edge within a minute.',
  },
  {
    sku: 'copper-kettle',
    name: 'Copper stovetop kettle',
    category: 'Pour',
    price: 11800,
    stock: 2,
    grams: 1300,
    blurb: '1.6 litres, tinned inside, whistles in two notes.',
    details: 'Spun by hand in small runs: there are never many, and the next lot is due in spring.',
  },
  {
    sku: 'stoneware-teapot',
    name: 'Stoneware teapot',
    category: 'Pour',
    price: 4600,
    stock: 16,
    grams: 1100,
    blurb: '0.9 litres, ash glaze, does not drip.',
    details: 'The spout was redrawn eleven times. The strainer is fine enough for green tea.',
  },
  {
    sku: 'pour-over',
    name: 'Glass pour-over with oak collar',
    category: 'Pour',
    price: 3900,
    stock: 22,
    grams: 600,
    blurb: 'For two cups, takes ordinary paper filters.',
    details: 'Borosilicate glass; the collar comes off for the dishwasher.',
  },
  {
    sku: 'speckled-mug',
    name: 'Speckled mug',
    category: 'Serve',
    price: 1600,
    stock: 60,
    grams: 380,
    blurb: '350 ml, iron-speckled clay, a handle for a whole hand.',
    details: 'Every one a little different. Stacks two high.',
  },
  {
    sku: 'linen-towels',
    name: 'Linen tea towels, pair',
    category: 'Serve',
    price: 2200,
    stock: 48,
    grams: 210,
    blurb: '50 × 70 cm, washed, with a loop.',
    details: 'Woven in Lusatia. They get better for about ten years.',
  },
  {
    sku: 'salt-pig',
    name: 'Salt pig with beech spoon',
    category: 'Serve',
    price: 2800,
    stock: 19,
    grams: 750,
    blurb: 'Keeps salt dry and within reach of a wet hand.',
    details: 'Unglazed inside, so the clay takes up the damp.',
  },
]

const customers = [
  ['mira', 'Mira Lindqvist', 'mira@post.example'],
  ['zoe', 'Zoe Baptiste', 'zoe@mail.example'],
  ['tomasz', 'Tomasz Wilk', 'tomasz@poczta.example'],
  ['ingrid', 'Ingrid Solberg', 'ingrid@nord.example'],
] as const

const preferences = [
  ['mira', '{"newsletter":true,"language":"en","favourites":["speckled-mug","pour-over"]}'],
  // Came over from the old shop, whose column held 64 characters.
  ['zoe', '{"newsletter":false,"language":"fr","favourites":["salt-pig","oa'],
] as const

const orders = [
  [1001, 'mira', 'Mira Lindqvist', 'Birkenweg 4', 'Leipzig', 'DE', '2026-02-03T09:12:00Z', 0, 590],
  [1002, 'tomasz', 'Tomasz Wilk', 'Rue des Carmes 18', 'Nantes', 'FR', '2026-02-11T17:40:00Z', 0, 890],
  [1003, 'ingrid', 'Ingrid Solberg', 'Storgata 61', 'Tromsø', 'NO', '2026-02-19T07:55:00Z', 0, 4280],
  [1004, 'zoe', 'Zoe Baptiste', 'Prinsengracht 212', 'Amsterdam', 'NL', '2026-02-24T20:03:00Z', 440, 790],
] as const

const orderLines = [
  [1001, 'speckled-mug', 4, 1600],
  [1001, 'pour-over', 1, 3900],
  [1002, 'linen-towels', 2, 2200],
  [1002, 'copper-kettle', 4, 10900],
  [1002, 'salt-pig', 1, 2800],
  [1003, 'carbon-wok', 1, 6900],
  [1003, 'granite-mortar', 1, 4200],
  [1003, 'iron-skillet', 1, 5400],
  [1003, 'dutch-oven', 2, 14900],
  [1004, 'stoneware-teapot', 1, 4600],
  [1004, 'linen-towels', 1, 2200],
] as const

const shipments: readonly (readonly [number, string, number | bigint])[] = [
  [1001, 'Postlink', 20260204118],
  [1002, 'Postlink', 20260212067],
  // Norden numbers its parcels with eighteen digits.
  [1003, 'Norden', 340434161094042557n],
  [1004, 'Postlink', 20260225301],
]

const coupons = [
  ['BREAKFAST', 'The breakfast table', 15, '["speckled-mug","pour-over","oak-board"]'],
  ['TEATIME', 'Everything for tea', 20, '["stoneware-teapot","speckled-mug","tea-caddy","linen-towels"]'],
] as const

const giftCards = [
  ['OAK-1184', 'EUR'],
  ['OAK-0097', 'EURO'],
] as const

const giftCardEntries = [
  ['OAK-1184', '2025-12-19', 'Bought in the shop', 5000],
  ['OAK-1184', '2026-01-14', 'Order 988', -1600],
  ['OAK-0097', '2024-11-30', 'Bought at the counter', 10000],
  ['OAK-0097', '2025-03-08', 'Order 612', -4200],
] as const

/** Fills empty tables with a small stock, four customers and what they ordered. */
export function seed(db: DatabaseSync): void {
  const insert = (table: string, rows: readonly (readonly (string | number | bigint)[])[]) => {
    for (const row of rows) {
      const placeholders = row.map(() => '?').join(', ')
      db.prepare(`INSERT INTO ${table} VALUES (${placeholders})`).run(...row)
    }
  }
  const productRows = products.map(({ sku, name, category, price, stock, grams, blurb, details }) => {
    return [sku, name, category, price, stock, grams, blurb, details]
  })
  insert('products', productRows)
  insert('customers', customers)
  insert('preferences', preferences)
  insert('orders', orders)
  insert('order_lines', orderLines)
  insert('shipments', shipments)
  insert('coupons', coupons)
  insert('gift_cards', giftCards)
  insert('gift_card_entries', giftCardEntries)
}
