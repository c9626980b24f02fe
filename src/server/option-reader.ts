import { GuardError } from './guard/index.ts'

/** Every option there is, and its variable. */
const VARIABLES = {
  basePath: 'INQUEST_BASE_PATH',
  hosts: 'INQUEST_HOSTS',
  trustProxy: 'INQUEST_TRUST_PROXY',
  visibility: 'INQUEST_VISIBILITY',
  entrance: 'INQUEST_ENTRANCE',
  pin: 'INQUEST_PIN',
  evaluate: 'INQUEST_EVALUATE',
  arm: 'INQUEST_ARM',
  appPackages: 'INQUEST_APP_PACKAGES',
  editor: 'INQUEST_EDITOR',
  show: 'INQUEST_SHOW',
  hide: 'INQUEST_HIDE',
  stateDirectory: 'INQUEST_STATE',
  environment: 'INQUEST_ENV',
  limits: 'INQUEST_LIMITS',
} as const

export type OptionName = keyof typeof VARIABLES
type Environment = Readonly<Record<string, string | undefined>>

/** Reads options as they really are: whoever calls us from JavaScript is held to no type. */
export interface OptionReader {
  /** As given, else the text of its variable; what is empty is not set. */
  value(name: OptionName): unknown
  /** One of some words. What is none of them is a problem, and is `strict`: the one that opens the least. */
  word<const Word extends string>(name: OptionName, words: readonly Word[], strict: Word): Word | undefined
  /** A text; anything else is a problem and left out. */
  text(name: OptionName): string | undefined
  /** Texts, or one with commas between; anything else is a problem and left out. */
  list(name: OptionName): readonly string[]
}

/** @throws GuardError `option-refused` where `given` is no object: who passed something wanted something set. */
export function createOptionReader(given: unknown, env: Environment, problems: string[]): OptionReader {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new GuardError('option-refused', `The options have to be an object, and are ${kindOf(given)}.`)
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(VARIABLES, name)) problems.push(`${JSON.stringify(name)} is no option`)
  }
  const value = (name: OptionName): unknown => {
    const own = (given as Readonly<Record<string, unknown>>)[name]
    const asked = own === undefined || own === '' ? env[VARIABLES[name]] : own
    return asked === '' ? undefined : asked
  }
  return {
    value,
    word(name, words, strict) {
      const asked = value(name)
      if (asked === undefined) return undefined
      const found = words.find((word) => word === asked)
      if (found !== undefined) return found
      const shown = typeof asked === 'string' ? JSON.stringify(asked) : kindOf(asked)
      problems.push(`${name} is ${shown}, which is none of ${words.join(', ')}: it counts as ${strict}`)
      return strict
    },
    text(name) {
      const asked = value(name)
      if (asked === undefined || typeof asked === 'string') return asked
      problems.push(`${name} has to be a text, and is ${kindOf(asked)}`)
      return undefined
    },
    list(name) {
      const asked = value(name)
      if (asked === undefined) return []
      const parts = typeof asked === 'string' ? asked.split(',') : asked
      if (!Array.isArray(parts)) {
        problems.push(`${name} has to be a list of texts, and is ${kindOf(asked)}`)
        return []
      }
      const odd = parts.findIndex((part) => typeof part !== 'string')
      if (odd >= 0) problems.push(`${name} has to be a list of texts, and has ${kindOf(parts[odd])} in it`)
      return parts
        .filter((part) => typeof part === 'string')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    },
  }
}

/** What a value is, without what it says: it may be a PIN. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  const type = typeof value
  return type === 'object' ? 'an object' : `a ${type}`
}
