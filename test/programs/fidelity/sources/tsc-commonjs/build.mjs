import { tsc } from '../tsc.mjs'

tsc(process.argv[2], ['--sourceMap', '--module', 'commonjs', '--moduleResolution', 'bundler', '--target', 'es2022'], 'commonjs')
