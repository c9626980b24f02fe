/** Bounds of a source reader; every one may be set. */
export interface SourceLimits {
  /** Bytes above which a file is not held as a whole: only the lines shown are read, and there is no `wholeFile`. */
  readonly textBytes: number
  /** Characters above which only the excerpt is parsed for highlighting. */
  readonly parseChars: number
  /** Characters above which a line is cut. */
  readonly lineChars: number
  /** A function of at most so many lines is shown as a whole. */
  readonly functionLines: number
  /** Lines of a whole file. */
  readonly wholeFileLines: number
  /** Decoded source maps held at a time. */
  readonly maps: number
  /** Characters of decoded source maps held at a time; a megabyte of map takes about 8 MB decoded. */
  readonly mapChars: number
  /** Characters of source texts held at a time. */
  readonly heldChars: number
  /** Milliseconds after which `locate` answers with what it has. */
  readonly locateMs: number
}

export const DEFAULT_LIMITS: SourceLimits = {
  textBytes: 5 * 1024 * 1024,
  parseChars: 500_000,
  lineChars: 500,
  functionLines: 40,
  wholeFileLines: 20_000,
  maps: 8,
  mapChars: 64 * 1024 * 1024,
  heldChars: 16 * 1024 * 1024,
  locateMs: 5000,
}
