import { nothing } from './main.mjs'
export default nothing
