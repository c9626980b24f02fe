import { textWidth } from './character-width.ts'

/** `text` with line breaks between words, so that no line takes more than `columns` cells if its words do not. */
export const wrapWords = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => {
      let wrapped = ''
      let width = 0
      for (const word of line.split(' ')) {
        const wordWidth = textWidth(word)
        const fits = width === 0 || width + 1 + wordWidth <= columns
        wrapped += wrapped === '' ? word : `${fits ? ' ' : '\n'}${word}`
        width = fits && width > 0 ? width + 1 + wordWidth : wordWidth
      }
      return wrapped
    })
    .join('\n')
