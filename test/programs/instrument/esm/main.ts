import { rethrow } from './lib.ts'
interface Shape { readonly x: number }
const shape: Shape = { x: await Promise.resolve(3) }
await rethrow<string>('typed').catch((error: Error) => console.log('caught', error.message, shape.x))
