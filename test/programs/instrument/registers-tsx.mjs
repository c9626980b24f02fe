import { register } from 'tsx/esm/api'
register()
await import('./tsx-only/lib.ts')
await import('./tsx-only/main.ts')
