/** What rewritten modules call. Globals, so that a rewritten file needs no import and keeps its lines. */
export const SETTLE = '__inquest_settle__'
export const WATCH = '__inquest_watch__'
export const ITERATE = '__inquest_iterate__'
export const DELEGATE = '__inquest_delegate__'
export const HAND_OVER = '__inquest_hand_over__'

/** True of code that has been rewritten already: another hook handed us our own work, or another copy of us did it. */
export function mentionsRuntime(source: string): boolean {
  return [SETTLE, ITERATE, DELEGATE, HAND_OVER].some((name) => source.includes(`${name}(`))
}
