export async function rethrow(message) {
  await null
  throw new Error(message)
}
