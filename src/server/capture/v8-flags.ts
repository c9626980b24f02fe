import { setFlagsFromString } from 'node:v8'

/**
 * Optimised code forgets variables that nothing will read any more. Three flags make all of them survive, measured on
 * Node 24.21 over 10 to 400,000 calls before the throw: liveness analysis zaps dead values (TurboFan), Maglev has a
 * liveness analysis of its own that no flag governs, and escape analysis dissolves objects that never leave a function.
 * Cost: nothing on most code, up to the price of the allocations it no longer saves in loops that make short-lived
 * objects. Has to run before the app's code is compiled.
 */
export function keepVariablesInOptimisedCode(): void {
  for (const flag of ['--no-analyze-environment-liveness', '--no-maglev', '--no-turbo-escape']) setFlagsFromString(flag)
}
