import { tsc } from '../tsc.mjs'

tsc(process.argv[2], ['--sourceMap'])
