/** What every app of these tests answers: status, headers, body. */
export const ANSWERS = {
  '/ok': [200, { 'content-type': 'text/plain', 'x-odd': 'a, b' }, 'fine'],
  '/created': [201, { location: '/ok' }, '{"id":1}'],
  '/big': [200, { 'content-type': 'text/plain' }, 'big '.repeat(50_000)],
  '/moved': [301, { location: '/ok' }, ''],
  '/bad': [400, { 'content-type': 'application/json' }, '{"error":"bad"}'],
  '/locked': [401, { 'www-authenticate': 'Basic realm="x"' }, 'who are you'],
  '/teapot': [418, {}, 'short and stout'],
  '/busy': [429, { 'retry-after': '3' }, 'later'],
  '/unicode': [200, { 'content-type': 'text/html; charset=utf-8' }, '<p>ÄÖ → 😀</p>'],
}

/** Paths whose answer is the stack of an error that is made so many calls further up. */
export const STACKS = { '/stack-0': 0, '/stack-1': 1, '/stack-4': 4, '/stack-12': 12 }

export function stackAt(calls) {
  const stack = calls > 0 ? stackAt(calls - 1) : new Error('where am I').stack
  return stack
}

/** Throws within, and is fine all the same. */
export async function troubled() {
  try {
    await Promise.resolve().then(() => JSON.parse('{'))
  } catch {
    return 'caught'
  }
}

export async function fails() {
  await new Promise((resolve) => setTimeout(resolve, 1))
  throw new Error('the app failed')
}
