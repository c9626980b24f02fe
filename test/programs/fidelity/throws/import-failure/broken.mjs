export const fine = 1
export function half( {
  return fine
}
