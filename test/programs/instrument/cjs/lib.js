exports.rethrow = async function (message) {
  await null
  throw new Error(message)
}
