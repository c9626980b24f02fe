import type { Page } from '@playwright/test'

/** What somebody who does not see the page has of it. */
export interface Outline {
  /** Controls without a name, as they stand in the accessibility tree. */
  readonly unnamed: readonly string[]
  /** `[level, text]` in the order of the page. */
  readonly headings: readonly (readonly [level: number, text: string])[]
  /** Headings that go down by more than one level. */
  readonly skippedLevels: readonly string[]
  readonly landmarks: readonly string[]
}

const CONTROL =
  /^- '?(?:button|link|textbox|searchbox|checkbox|switch|radio|combobox|tab|menuitem|treeitem|tree|tablist|menu|dialog|slider|option)\b(?! ")/
const LANDMARK = /^- '?(banner|main|navigation|complementary|contentinfo|search|form|region)\b(?: "(.*?)")?/

export async function outlineOf(page: Page): Promise<Outline> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n').map((line) => line.trim())
  const headings = lines.flatMap((line): [number, string][] => {
    const [, text, level] = /^- '?heading "(.*)" \[level=(\d)\]/.exec(line) ?? []
    return text === undefined ? [] : [[Number(level), text]]
  })
  return {
    unnamed: lines.filter((line) => CONTROL.test(line)),
    headings,
    skippedLevels: headings.flatMap(([level, text], index) => {
      const before = headings[index - 1]?.[0] ?? 0
      return level > before + 1 ? [`${text}: ${before} → ${level}`] : []
    }),
    landmarks: lines.flatMap((line) => {
      const [, role, name] = LANDMARK.exec(line) ?? []
      return role === undefined ? [] : [name === undefined ? role : `${role} ${name}`]
    }),
  }
}
