import { FitAddon } from '@xterm/addon-fit'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { type IUnicodeVersionProvider, Terminal } from '@xterm/xterm'
import { characterWidth } from './character-width.ts'
import { type ConsoleSession, createConsoleSession } from './console-session.ts'
import { type EditorKey, type KeyName, withShift } from './editor-key.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import { readTheme } from './terminal-theme.ts'

/** The one file that knows xterm; loaded when a console is opened. */
export interface TerminalConsole {
  readonly focus: () => void
  /** As if these keys had been pressed. */
  readonly type: (data: string) => void
  readonly fit: () => void
  readonly dispose: () => void
}

/** The packing of xterm's `UnicodeService.createPropertyValue`, which is not exported. */
const packProperties = (width: 0 | 1 | 2, joins: boolean): number => (width << 1) | (joins ? 1 : 0)
const unpackWidth = (properties: number): number => (properties >> 1) & 3

const widths: IUnicodeVersionProvider = {
  version: 'inquest',
  wcwidth: characterWidth,
  charProperties: (code, preceding) => {
    const width = characterWidth(code)
    const before = unpackWidth(preceding)
    if (width > 0 || preceding === 0 || before === 0) return packProperties(width, false)
    return packProperties(before === 2 ? 2 : 1, true)
  },
}

/** Keys that xterm reports as something else, or that the browser must keep. */
const ownKey = (event: KeyboardEvent, isSelecting: boolean): KeyName | 'browser' | undefined => {
  const control = event.ctrlKey && !event.altKey && !event.metaKey
  if (event.key === 'Enter' && (event.shiftKey || event.altKey || event.ctrlKey)) return 'newline'
  if (event.altKey && event.key === 'Backspace') return 'delete-word-left'
  if (control && event.key === 'Backspace') return 'delete-word-left'
  // Without these, Ctrl-V would be a control character instead of a paste.
  if (control && event.key.toLowerCase() === 'v') return 'browser'
  if (event.metaKey) return commandKey(event, isSelecting) ?? 'browser'
  return undefined
}

/** With Cmd, on a Mac. */
const commandKey = ({ key, shiftKey }: KeyboardEvent, isSelecting: boolean): KeyName | undefined => {
  const moved = COMMANDS[key]
  if (moved !== undefined) return shiftKey ? withShift(moved) : moved
  if (shiftKey) return undefined
  if (key === 'a') return 'select-all'
  if (!isSelecting) return undefined
  return key === 'c' ? 'copy' : key === 'x' ? 'cut' : undefined
}

const COMMANDS: Readonly<Record<string, KeyName>> = {
  ArrowLeft: 'home',
  ArrowRight: 'end',
  ArrowUp: 'text-start',
  ArrowDown: 'text-end',
}

const openLink = (_: MouseEvent, address: string): void => {
  window.open(address, '_blank', 'noopener,noreferrer')
}

/**
 * Text that comes without a key (an emoji picker, dictation): in screen reader mode xterm 6 takes only what follows a
 * keydown or a composition.
 */
const watchInsertedText = (terminal: Terminal, receive: (text: string) => void): void => {
  const field = terminal.textarea
  let keyIsDown = false
  let hasJustComposed = false
  field?.addEventListener('compositionend', () => {
    // What arrives before xterm looks at what was composed, it takes as part of that.
    hasJustComposed = true
    setTimeout(() => (hasJustComposed = false))
  })
  field?.addEventListener('keydown', () => (keyIsDown = true))
  field?.addEventListener('keyup', () => (keyIsDown = false))
  field?.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent) || event.inputType !== 'insertText' || event.isComposing) return
    const text = event.data?.replace(/\p{Cc}/gu, '') ?? ''
    if (!keyIsDown && !hasJustComposed && text !== '') receive(text)
  })
}

/** The cell under the mouse; its row counted from the one with the cursor. */
const cellAt = (terminal: Terminal, event: MouseEvent): { row: number; column: number } | undefined => {
  const box = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect()
  if (box === undefined || box.width === 0) return undefined
  const { viewportY, baseY, cursorY } = terminal.buffer.active
  const row = Math.floor(((event.clientY - box.top) / box.height) * terminal.rows)
  const column = Math.floor(((event.clientX - box.left) / box.width) * terminal.cols)
  return { row: viewportY + row - (baseY + cursorY), column }
}

/** Completions are chosen, and the cursor is set, by a click. */
const watchMouse = (element: HTMLElement, terminal: Terminal, session: ConsoleSession): void => {
  element.addEventListener('click', (event) => {
    const cell = event.button === 0 && !terminal.hasSelection() ? cellAt(terminal, event) : undefined
    if (cell !== undefined) session.click(cell.row, cell.column)
  })
  element.addEventListener('mousemove', (event) => {
    const cell = session.isListing() ? cellAt(terminal, event) : undefined
    element.classList.toggle('terminal-choice', cell !== undefined && session.isChoice(cell.row, cell.column))
  })
}

/**
 * xterm reads out every cell that is drawn, and a prompt is drawn anew with every key. Instead only answers are read; the
 * browser itself reads out what is typed.
 */
const openAnnouncer = (element: HTMLElement): ((text: string) => void) => {
  element.querySelector('.live-region')?.setAttribute('aria-live', 'off')
  const region = document.createElement('div')
  region.className = 'offscreen'
  region.setAttribute('aria-live', 'assertive')
  element.append(region)
  return (text) => (region.textContent = text)
}

/** Lines that can be scrolled back to. */
const SCROLLBACK = 10_000

export const openTerminal = (element: HTMLElement, evaluator: FrameEvaluator): TerminalConsole => {
  const followLink = (target: string): void => session.followLink(target)
  const terminal = new Terminal({
    allowProposedApi: true,
    screenReaderMode: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 13,
    lineHeight: 1.3,
    scrollback: SCROLLBACK,
    theme: readTheme(element),
    minimumContrastRatio: 4.5,
    // A click sets the cursor anyway.
    altClickMovesCursor: false,
    // Only our own words ever stand in a hyperlink's target; anything else does nothing.
    linkHandler: { allowNonHttpProtocols: true, activate: (_, target) => followLink(target) },
  })
  const fitter = new FitAddon()
  terminal.loadAddon(fitter)
  terminal.loadAddon(new WebLinksAddon(openLink))
  terminal.unicode.register(widths)
  terminal.unicode.activeVersion = widths.version
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', 'Console input')
  if (element.clientHeight > 0) fitter.fit()

  const session = createConsoleSession(
    {
      columns: () => terminal.cols,
      rows: () => terminal.rows,
      write: (data) => terminal.write(data),
      announce: openAnnouncer(element),
    },
    evaluator,
  )
  terminal.onData(session.receive)

  terminal.attachCustomKeyEventHandler((event) => {
    const press = (name: KeyName): false => {
      event.preventDefault()
      if (event.type === 'keydown') session.press({ kind: 'press', name } satisfies EditorKey)
      return false
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && terminal.hasSelection()) return false
    // Tab completes, so Shift-Tab is the way out for those who move by Tab.
    if (event.key === 'Tab' && event.shiftKey && !session.isListing()) return false
    const own = ownKey(event, session.isSelecting())
    if (own === 'browser') return false
    if (own !== undefined) return event.type === 'keypress' ? false : press(own)
    return true
  })

  watchMouse(element, terminal, session)
  watchInsertedText(terminal, (text) => session.press({ kind: 'text', text }))

  const dark = matchMedia('(prefers-color-scheme: dark)')
  const recolour = (): void => {
    terminal.options.theme = readTheme(element)
  }
  dark.addEventListener('change', recolour)
  addEventListener('pagehide', session.keepDraft)

  const fit = (): void => {
    const wanted = element.clientHeight > 0 ? fitter.proposeDimensions() : undefined
    if (wanted === undefined || (wanted.cols === terminal.cols && wanted.rows === terminal.rows)) return
    session.beforeResize()
    // Erased first: the terminal rewraps what it holds, and then nobody knows any more where the prompt was.
    terminal.write('', () => {
      fitter.fit()
      session.afterResize()
      // On a narrow page it lies below the rest: whoever is typing stays with it.
      if (element.contains(document.activeElement)) element.scrollIntoView({ block: 'nearest' })
    })
  }
  const watcher = new ResizeObserver(fit)
  watcher.observe(element)

  return {
    fit,
    focus: () => terminal.focus(),
    type: session.receive,
    dispose: () => {
      watcher.disconnect()
      dark.removeEventListener('change', recolour)
      removeEventListener('pagehide', session.keepDraft)
      session.dispose()
      terminal.dispose()
    },
  }
}
