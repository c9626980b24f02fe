export async function missing() {
  const driver = 'mysql'
  const loaded = await import(`./drivers/${driver}.mjs`)
  return loaded
}

export async function packageMissing() {
  const wanted = 'no-such-package-here'
  return await import(wanted)
}

export async function syntax() {
  const file = './broken.mjs'
  return await import(file)
}

export async function noExport() {
  const file = './wants-export.mjs'
  return await import(file)
}

export function required() {
  const file = './broken.cjs'
  return process.getBuiltinModule('module').createRequire(import.meta.url)(file)
}
