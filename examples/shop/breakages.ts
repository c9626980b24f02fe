/** A link of the shop that fails, and what a developer gets to see of it. */
export interface Breakage {
  readonly href: string
  readonly title: string
  readonly sees: string
}

export const breakages: readonly Breakage[] = [
  {
    href: '/cart/total?items=stoneware-teapot:1,speckled-mug:4&coupon=TEATIME',
    title: 'A coupon for tea',
    sees: 'TypeError three calls deep, in the loop over a bundle: Cannot read properties of undefined (reading ‘price’)',
  },
  {
    href: '/orders/1003/label',
    title: 'A label for Tromsø',
    sees: 'RangeError four awaits deep: label → quote → rate → a carrier that writes its price with a comma',
  },
  {
    href: '/orders/1002/again',
    title: 'The same order again',
    sees: 'CHECK constraint failed: the stock of the kettle, in a transaction that rolls back and throws on',
  },
  {
    href: '/products/speckled-mug/reviews',
    title: 'Reviews of a mug',
    sees: 'Error with two causes: fetch failed, because nobody listens on the reviews port',
  },
  {
    href: '/customers/zoe/preferences',
    title: 'What Zoe prefers',
    sees: 'Error with a SyntaxError as its cause: a JSON document that was cut off by a migration',
  },
  {
    href: '/products/carbon-wok/availability',
    title: 'Where is the wok?',
    sees: 'AggregateError of three warehouses: one does not know it, one is too slow, one answers in HTML',
  },
  {
    href: '/gift-cards/OAK-0097',
    title: 'An old gift card',
    sees: 'RangeError in a private method of a class: a currency code from the old till',
  },
  {
    href: '/products/copper-kettle/pickup?quantity=3',
    title: 'Three kettles at the counter',
    sees: 'Not an Error at all: { code: ‘E_STOCK’ } as another service sent it, thrown as it came',
  },
  {
    href: '/orders.csv',
    title: 'All shipments as CSV',
    sees: 'ERR_OUT_OF_RANGE in the middle of the download: status 200 went out long before',
  },
]
