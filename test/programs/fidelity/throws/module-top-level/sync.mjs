const env = { DATABASE: undefined }
const names = Object.keys(env)
for (const name of names) {
  if (env[name] === undefined) throw new Error(`${name} is not set`)
}
export default names
