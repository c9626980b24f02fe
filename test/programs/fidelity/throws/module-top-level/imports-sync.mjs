import names from './sync.mjs?nested'
export default names
