/** The part of `Storage` that we use. */
export interface KeyValueStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

/** `localStorage`, or undefined where the browser forbids it (reading the property itself may throw). */
export const browserStorage = (): KeyValueStorage | undefined => {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

export const readFlag = (storage: KeyValueStorage | undefined, key: string): boolean => {
  try {
    return storage?.getItem(key) === '1'
  } catch {
    return false
  }
}

export const writeFlag = (storage: KeyValueStorage | undefined, key: string, value: boolean): void => {
  try {
    storage?.setItem(key, value ? '1' : '0')
  } catch {
    // Full or forbidden: the choice then lasts as long as the page.
  }
}
