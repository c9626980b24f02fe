const pad = (part: number): string => String(part).padStart(2, '0')

/** Local wall time `14:02:07`; with the date in front when it is another day than `now`. Not a date: as it came. */
export const describeMoment = (iso: string, now: Date): string => {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return iso
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(pad).join(':')
  if (moment.toDateString() === now.toDateString()) return time
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())} ${time}`
}

/** Milliseconds for people: `0.4 ms`, `38 ms`, `2.4 s`, `3 min 5 s`. */
export const describeDuration = (milliseconds: number): string => {
  if (milliseconds < 10) return `${Number(milliseconds.toFixed(1))} ms`
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${Number((milliseconds / 1000).toFixed(1))} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Bytes for people: `512 B`, `1.2 kB`, `3.4 MB`. */
export const describeSize = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Number((bytes / 1000).toFixed(1))} kB`
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`
}

/** `1 frame`, `12 frames`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
