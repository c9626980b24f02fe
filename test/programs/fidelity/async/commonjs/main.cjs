const { setTimeout: sleep } = require('node:timers/promises')
const { total } = require('./cart.cjs')

const checkout = async function (items) {
  const count = items.length
  await sleep(1)
  return await total(items, count)
}

class Shop {
  #name = 'tea'
  async order(...names) {
    const items = names.map((name) => ({ name }))
    const sum = await checkout(items)
    return sum
  }
}

exports.fail = async () => {
  const shop = new Shop()
  return await shop.order('mug', 'pot')
}

exports.required = () => {
  const path = './broken-config.cjs'
  return require(path)
}
