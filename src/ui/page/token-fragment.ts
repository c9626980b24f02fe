interface Place {
  readonly hash: string
  readonly pathname: string
  readonly search: string
}

/**
 * Takes the one-time token out of `#token=…` and out of the address bar, so that it is neither in the history nor in
 * what somebody copies from there.
 */
export const takeToken = (place: Place, replaceUrl: (url: string) => void): string | undefined => {
  const match = /^#token=([^&]+)/.exec(place.hash)
  if (match?.[1] === undefined) return undefined
  // The door has done its work, too.
  replaceUrl(place.pathname + place.search.replace(/^\?door=[\w-]*&?/, '?').replace(/^\?$/, ''))
  try {
    return decodeURIComponent(match[1])
  } catch {
    return match[1]
  }
}
