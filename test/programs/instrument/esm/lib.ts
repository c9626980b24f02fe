export async function rethrow<T>(message: T): Promise<never> {
  await null
  throw new Error(String(message))
}
