const { rethrow }: { rethrow: (m: string) => Promise<never> } = require('./lib.ts')
async function main(): Promise<void> {
  try {
    await rethrow('typed cjs')
  } catch (error: any) {
    console.log('caught', error.message)
  }
}
main()
