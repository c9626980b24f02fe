const { rethrow } = require('./lib.js')
const data = require('./data.json')
;(async () => {
  try {
    await rethrow('cjs')
  } catch (error) {
    console.log('caught', error.message, data.text, new.target, typeof module)
  }
})()
if (data.text === 'stop') return
