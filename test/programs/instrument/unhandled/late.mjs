process.on('unhandledRejection', (error) => console.log('unhandled', error.message))
process.on('rejectionHandled', () => console.log('handled late'))
const promise = Promise.reject(new Error('late'))
setTimeout(async () => {
  try {
    await promise
  } catch (error) {
    console.log('caught', error.message)
  }
}, 10)
