export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** The arguments for Node, the app's file among them. */
  | { readonly kind: 'run'; readonly args: readonly string[] }
  | { readonly kind: 'pin'; readonly rotate: boolean }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'wrong'; readonly message: string }

export function parseCommand([name, ...rest]: readonly string[]): Command {
  switch (name) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help' }
    case 'version':
    case '--version':
    case '-v':
      return { kind: 'version' }
    case 'run':
      if (rest.length === 0) return { kind: 'wrong', message: 'run what? inquest run app.js' }
      return { kind: 'run', args: rest }
    case 'pin':
      if (rest.length === 0) return { kind: 'pin', rotate: false }
      if (rest.length === 1 && rest[0] === '--rotate') return { kind: 'pin', rotate: true }
      return { kind: 'wrong', message: `pin takes --rotate and nothing else` }
    case 'doctor':
      return { kind: 'doctor' }
    default:
      return { kind: 'wrong', message: `there is no command ${JSON.stringify(name)}` }
  }
}
