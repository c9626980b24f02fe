/** Where a row lies in its tree, in pixels. */
export interface RowPlace {
  readonly top: number
}

/** A row of the menu, and what is around them. */
const ITEM_HEIGHT = 30
const FRAME_HEIGHT = 12

export const rowPlace = (row: HTMLElement | null): RowPlace | undefined =>
  row === null ? undefined : { top: row.offsetTop }

/** In the window: below the row, or above it where there is no room. */
export const placeMenu = (row: HTMLElement | null, items: number): { top: number; right: number } => {
  const box = row?.getBoundingClientRect()
  const height = items * ITEM_HEIGHT + FRAME_HEIGHT
  // Of a value of many lines the first is where the button is.
  const below = (box?.top ?? 0) + 24
  const above = (box?.top ?? 0) - height
  return {
    top: below + height <= window.innerHeight || above < 0 ? below : above,
    right: Math.max(8, document.documentElement.clientWidth - (box?.right ?? 0) + 8),
  }
}
