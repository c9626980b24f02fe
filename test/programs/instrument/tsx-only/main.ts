import { Color, Holder } from './lib.ts'
const holder = new Holder(Color.Green)
try {
  await holder.fail()
} catch (error) {
  console.log((error as Error).message, (error as Error).stack!.split('\n').slice(1, 3).map((line) => line.trim().replace(/[^ (]*tsx-only/, '')).join(' | '))
}
