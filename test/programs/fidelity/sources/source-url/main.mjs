import vm from 'node:vm'

const template = `(function render(user) {
  const name = user.profile.name
  return 'hello ' + name
})
//# sourceURL=views:hello.tpl`

const render = new vm.Script(template).runInThisContext()

const check = new Function(
  'limit',
  `const half = limit / 2
if (half > 3) throw new RangeError('over ' + half)
return half
//# sourceURL=rules/limit.js`,
)

export function fail() {
  const user = { id: 4 }
  return render(user)
}

export function exceed() {
  const limit = 10
  return check(limit)
}
