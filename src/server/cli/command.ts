export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** The arguments for Node, the app's file among them. */
  | { readonly kind: 'run'; readonly args: readonly string[] }
  | { readonly kind: 'pin'; readonly rotate: boolean }
  | { readonly kind: 'link'; readonly origin: string }
  /** `all`: every refusal there is, instead of those that hold here. */
  | { readonly kind: 'doctor'; readonly all: boolean }
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
    case 'link':
      if (rest.length === 0) return { kind: 'link', origin: '' }
      if (rest.length === 1 && /^https?:\/\/[^/\s]+\/?$/.test(rest[0] ?? '')) {
        return { kind: 'link', origin: (rest[0] ?? '').replace(/\/$/, '') }
      }
      return { kind: 'wrong', message: 'link takes the address of the app and nothing else: http://localhost:3000' }
    case 'doctor':
      if (rest.length === 0) return { kind: 'doctor', all: false }
      if (rest.length === 1 && rest[0] === '--all') return { kind: 'doctor', all: true }
      return { kind: 'wrong', message: 'doctor takes --all and nothing else' }
    default:
      return { kind: 'wrong', message: `there is no command ${JSON.stringify(name)}` }
  }
}
