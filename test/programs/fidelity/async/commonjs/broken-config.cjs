const file = 'config.json'
const settings = JSON.parse('{')
module.exports = settings
