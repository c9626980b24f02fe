process.on('unhandledRejection', (error) => console.log('unhandled', error.message))
const early = Promise.reject(new Error('awaited in the same turn'))
try {
  await early
} catch (error) {
  console.log('caught', error.message)
}
const failing = { then: (_resolve, reject) => reject(new Error('thenable')) }
async function nobody() {
  await failing
}
nobody()
