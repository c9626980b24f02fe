export function direct() {
  const factor = 3
  const result = eval(`
    const inner = factor * 2
    if (inner === 6) throw new Error('in eval: ' + inner)
  `)
  return result
}

export function indirect() {
  const run = eval
  const local = 'unseen'
  return run('const there = 5; missingInEval + there')
}

export function named() {
  const why = 'named'
  return eval(`const n = 4; null.field\n//# sourceURL=named-eval.js`)
}
