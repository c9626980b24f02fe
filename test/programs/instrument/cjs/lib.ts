exports.rethrow = async function (message: string): Promise<never> {
  await null
  throw new Error(message)
}
