const lib = require('./lib.js')
import('./module.js').then(async ({ value }) => {
  console.log(await lib.value(), value, await require('./typed.ts').value())
})
