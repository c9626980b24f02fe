/** The debugger's own pages and JSON. The guard stands in front of everything; no state is held here. */
export { createAssets } from './assets.ts'
export { openPage } from './page.ts'
export { createRoutes, tracebackData } from './routes.ts'
export type { CompleteInput, EvaluateInput, NamedPlace, RouteParts } from './routes.ts'
export { ROUTES } from './route-table.ts'
