export const answer = 42
export default function library() {
  return 'the library'
}
