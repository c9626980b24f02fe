import vm from 'node:vm'

const template = new vm.Script(
  `function render(data) {
  const title = data.title.trim()
  return title
}
render(input)`,
  { filename: 'template.vm.js' },
)

export function sameContext() {
  globalThis.input = { title: 5 }
  const kind = 'same'
  try {
    return template.runInThisContext()
  } finally {
    delete globalThis.input
  }
}

export function otherContext() {
  const kind = 'other'
  const sandbox = { input: { title: null } }
  return template.runInNewContext(sandbox)
}

export function callback() {
  const seen = 'outside'
  const lookup = (key) => {
    const where = `${key} from ${seen}`
    throw new Error(where)
  }
  return vm.runInNewContext('lookup("price")', { lookup }, 'calls.vm.js')
}
