/**
 * The preload: `node --import inquest/register app.js`. Covers every server of the process without a change in the app,
 * rewrites awaits so that async callers are live, and keeps variables in optimised code.
 */
import { activate } from './activate.ts'

activate({}, true)
