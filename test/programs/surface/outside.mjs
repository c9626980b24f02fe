/** Errors outside every request, by the name of the case. */
const [, , name] = process.argv
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function deep(left) {
  await wait(1)
  if (left === 0) throw new RangeError('from the deep')
  const value = await deep(left - 1)
  return value
}

process.on('exit', (code) => console.log(`exits with ${code}`))
console.log(`case ${name}`)

switch (name) {
  case 'throws':
    throw new TypeError('at the top')
  case 'throws-later':
    setTimeout(() => {
      throw new TypeError('in a timer')
    }, 5)
    break
  case 'throws-primitive':
    setTimeout(() => {
      throw 'a string'
    }, 5)
    break
  case 'rejects':
    Promise.reject(new TypeError('nobody handles this'))
    break
  case 'rejects-deep':
    void deep(3)
    break
  case 'rejects-primitive':
    Promise.reject(42)
    break
  case 'cause':
    try {
      JSON.parse('{')
    } catch (cause) {
      throw new Error('outer', { cause })
    }
    break
  case 'late': {
    const promise = Promise.reject(new Error('handled late'))
    setTimeout(() => promise.catch(() => console.log('handled')), 20)
    process.on('unhandledRejection', () => console.log('unhandled'))
    process.on('rejectionHandled', () => console.log('rejectionHandled'))
    break
  }
  case 'await-top':
    await deep(2)
    break
  case 'exit-code':
    process.exitCode = 3
    process.on('uncaughtException', (error, origin) => console.log(error.message, origin))
    setTimeout(() => {
      throw new Error('survived')
    }, 5)
    setTimeout(() => Promise.reject(new Error('survived too')), 10)
    break
  case 'listener-throws':
    process.on('uncaughtException', () => {
      throw new Error('in the handler')
    })
    setTimeout(() => {
      throw new Error('first')
    }, 5)
    break
  case 'monitor':
    process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin))
    setTimeout(() => {
      throw new Error('watched')
    }, 5)
    break
  case 'capture-callback':
    process.setUncaughtExceptionCaptureCallback((error) => console.log('captured', error.message))
    setTimeout(() => {
      throw new Error('for the callback')
    }, 5)
    break
  case 'signal':
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 5)
    setTimeout(() => undefined, 1000)
    break
}
