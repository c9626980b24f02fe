/** Why something of the debugger is refused or missing, in words, and the one line that would change it. */
export interface RefusalReason {
  /** Nothing is armed at all; a setting or the way the app was started takes something away; a request; the disk. */
  readonly kind: 'start' | 'setting' | 'request' | 'state'
  readonly says: string
  readonly remedy: string
}

const PIN_PLACE = 'Enter the PIN that the app prints on its terminal, or open a fresh link: npx inquest link'
const OWN_ADDRESS = 'Open the debugger at the address of the app itself.'

/**
 * Every refusal there is. The overview shows those that happened of late, `inquest doctor` those that hold here, and
 * `inquest doctor --all` the whole list: what has silently vanished cannot be repaired.
 */
export const REFUSAL_REASONS = {
  'node-too-old': {
    kind: 'start',
    says: 'This Node can crash when it stops on an exception.',
    remedy: 'Start the app with a newer Node: 24.12 or later.',
  },
  'no-inspector': {
    kind: 'start',
    says: 'This Node was built without the inspector.',
    remedy: 'Use an official build of Node.',
  },
  production: {
    kind: 'start',
    says: 'NODE_ENV is production.',
    remedy: 'If this is a staging host, set INQUEST_ENV=staging.',
  },
  'declared-production': {
    kind: 'start',
    says: 'This environment is declared to be production.',
    remedy: 'Set INQUEST_ENV=staging where the debugger belongs.',
  },
  'pin-refused': {
    kind: 'start',
    says: 'The PIN in INQUEST_PIN is too short or too long.',
    remedy: 'Take 4 to 256 characters, or unset INQUEST_PIN to get a random one.',
  },
  'debugger-attached': {
    kind: 'setting',
    says: 'A debugger is attached to this process, and two of them would disturb each other.',
    remedy: 'Start the app without --inspect.',
  },
  'capture-off': {
    kind: 'setting',
    says: 'Capturing is switched off (arm: off).',
    remedy: 'INQUEST_ARM=always',
  },
  'capture-waits': {
    kind: 'setting',
    says: 'Capturing starts when an error surfaces (arm: after-error): repeat the request.',
    remedy: 'INQUEST_ARM=always',
  },
  'capture-unlocked': {
    kind: 'setting',
    says: 'Only what fails for an unlocked browser becomes a traceback (arm: unlocked).',
    remedy: 'INQUEST_ARM=always',
  },
  'no-preload': {
    kind: 'setting',
    says: 'The app was started without the preload: callers that wait in an await have no variables.',
    remedy: 'node --import inquest/register app.js',
  },
  'console-off': {
    kind: 'setting',
    says: 'The console is switched off in this app.',
    remedy: 'evaluate: true, or INQUEST_EVALUATE=on',
  },
  'untrusted-host': {
    kind: 'request',
    says: 'A request came for a host that is not trusted.',
    remedy: 'If it is yours: INQUEST_HOSTS=<host>',
  },
  'missing-host': {
    kind: 'request',
    says: 'A request named no host.',
    remedy: 'Let the proxy pass the Host header on (nginx: proxy_set_header Host $host;).',
  },
  'doubled-host': {
    kind: 'request',
    says: 'A request named two hosts.',
    remedy: 'Let the proxy send one Host header.',
  },
  'malformed-host': {
    kind: 'request',
    says: 'A request named a host that no browser writes like that.',
    remedy: 'Use the plain name or address: no user, no trailing dot, no odd spelling of numbers.',
  },
  'foreign-origin': {
    kind: 'request',
    says: 'This was asked for by a page of another origin.',
    remedy: OWN_ADDRESS,
  },
  'unnamed-proxy': {
    kind: 'request',
    says: 'The page was loaded over https, but the request came over http: a proxy in between is not trusted.',
    remedy: 'Name the address of the proxy: INQUEST_TRUST_PROXY=<address>',
  },
  'behind-proxy': {
    kind: 'request',
    says: 'A failing page stayed the app’s own for who is not unlocked, because a header tells of a proxy in between.',
    remedy: `${PIN_PLACE}; or INQUEST_VISIBILITY=open if nobody else can reach it.`,
  },
  'not-loopback': {
    kind: 'request',
    says: 'A failing page stayed the app’s own for who is not unlocked, because it was asked for from elsewhere.',
    remedy: PIN_PLACE,
  },
  locked: { kind: 'request', says: 'The debugger is locked.', remedy: PIN_PLACE },
  'session-gone': {
    kind: 'request',
    says: 'A session is no more: unused for 12 hours, older than 7 days, locked, ended by a new PIN, or of another project.',
    remedy: PIN_PLACE,
  },
  'entrance-by-link': {
    kind: 'request',
    says: 'The base path was asked for without a link, and stayed hidden (entrance: link).',
    remedy: 'Open a fresh link: npx inquest link',
  },
  'wrong-pin': {
    kind: 'request',
    says: 'This is not the PIN.',
    remedy: 'The app prints it on its terminal when it starts: npx inquest pin',
  },
  'wrong-token': {
    kind: 'request',
    says: 'This link has been used already, or is older than ten minutes.',
    remedy: 'Enter the PIN instead, or take a fresh link: npx inquest link',
  },
  'too-many-tries': {
    kind: 'request',
    says: 'There were too many wrong tries.',
    remedy: 'A fresh link works without waiting: npx inquest link',
  },
  'wrong-method': {
    kind: 'request',
    says: 'A route was asked with another method than its own.',
    remedy: 'GET reads; POST and DELETE change something.',
  },
  'wrong-content-type': {
    kind: 'request',
    says: 'Only JSON is taken here.',
    remedy: 'Content-Type: application/json',
  },
  'too-large': {
    kind: 'request',
    says: 'A request had a body that is too large.',
    remedy: 'A PIN or token takes less than 10 kB, everything else less than 1 MB.',
  },
  'bad-request': {
    kind: 'request',
    says: 'An unlock needs one PIN or one token.',
    remedy: '{"pin": "123-456-789"}',
  },
  'state-refused': {
    kind: 'state',
    says: 'The state directory, or a file in it, is not private to this user.',
    remedy: 'Remove it, or name another one: INQUEST_STATE=<directory>',
  },
  'disk-full': {
    kind: 'state',
    says: 'The disk of the state directory is full: what is new lasts until the restart only.',
    remedy: 'Make room, or name another place: INQUEST_STATE=<directory>',
  },
  'disk-read-only': {
    kind: 'state',
    says: 'The state directory cannot be written: PIN, sessions and counters last until the restart only.',
    remedy: 'Name a place that can be written: INQUEST_STATE=<directory>',
  },
  'setting-ignored': {
    kind: 'setting',
    says: 'A setting needs a look.',
    remedy: 'Write it as the README’s table of options does.',
  },
} as const satisfies Record<string, RefusalReason>

export type RefusalCode = keyof typeof REFUSAL_REASONS

/** Which reason a problem of the state directory is, by what the system called it. */
export function reasonOfProblem(message: string): RefusalCode {
  if (/\b(?:ENOSPC|EDQUOT)\b/.test(message)) return 'disk-full'
  if (/\b(?:EROFS|EACCES|EPERM|ENOENT|ENOTDIR|EMFILE|ENFILE|EIO)\b/.test(message)) return 'disk-read-only'
  return /trusted (?:host|proxy)/.test(message) ? 'setting-ignored' : 'state-refused'
}
