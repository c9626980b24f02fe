function withdraw(account, amount) {
  const left = account.balance - amount
  if (left < 0) {
    const short = -left
    throw new RangeError(`${account.owner} is short of ${short}`)
  }
  return left
}

export function fail() {
  const account = { owner: 'zoe', balance: 10 }
  return withdraw(account, 25)
}
