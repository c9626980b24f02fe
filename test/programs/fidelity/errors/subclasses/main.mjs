class HttpError extends Error {
  constructor(status, message, options) {
    super(message, options)
    this.status = status
    this.headers = { 'retry-after': '5' }
  }
}
class NotFound extends HttpError {
  name = 'NotFound'
  #secret = 'kept'
  constructor(what) {
    super(404, `${what} not found`)
    this.what = what
  }
}
function LegacyError(message) {
  this.message = message
  this.code = 'LEGACY'
  Error.captureStackTrace(this, LegacyError)
}
LegacyError.prototype = Object.create(Error.prototype, { name: { value: 'LegacyError' } })

export function notFound() {
  const what = 'page'
  throw new NotFound(what)
}
export function http() {
  const status = 503
  throw new HttpError(status, 'busy', { cause: 'load' })
}
export function legacy() {
  const version = 1
  throw new LegacyError(`version ${version}`)
}
export function properties() {
  const error = new TypeError('with properties')
  throw Object.assign(error, { code: 'E_PROPS', list: [1, 2], [Symbol('tag')]: 'tagged' })
}
