// In a file of their own, so that the source which strangers may see does not quote them.
export const password = 'hunter2-password'
export const apiToken = 'tok-4711-apitoken'
export const LOCAL_SECRET = 'plain-local-4711'
export const sessions = new Map([['session', 'map-session-4711']])
export const members = { [Symbol('password')]: 'hunter2-symbol', list: [{ value: 'hunter2-field', name: 'password' }] }
