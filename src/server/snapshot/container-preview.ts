import { hidesBytes, textIfReadable } from './buffer-rows.ts'
import { isTypedArray, max, min, numberToString, padStart, execute, slice, typedArrayName } from './intrinsics.ts'
import { hasOwn, getOwnPropertyDescriptor } from './intrinsics.ts'
import { layOut, type LineLayout } from './line-layout.ts'
import { countElements, MANY_ELEMENTS, readMembers, readProperty, type Member } from './member-list.ts'
import { hidesElement, hidesMember } from './hidden-members.ts'
import { labelOfSymbol } from './object-label.ts'
import { shownKeys } from './node-classes.ts'
import type { Key } from './own-keys.ts'
import type { PreviewContext } from './preview.ts'
import { MASK, type Redactor } from './redaction.ts'
import type { Slot } from './slots.ts'
import { cut, escapeControls, quote } from './text-escape.ts'
import { classOf, inheritedData, type ValueType } from './value-kind.ts'

/** Bytes of a Buffer that are shown. */
const MAX_BYTES = 16
/** Bytes that are looked at for a text. */
const MAX_TEXT_BYTES = 200
/** Holes of an array that are counted before it is left open how many there are. */
const MAX_HOLES = 1000
const MAX_KEY = 40

/** Text for one place or, for a run of holes, several. */
interface Piece {
  readonly text: string
  readonly places: number
}

/** An object, array, Map, Set, typed array, module or `arguments` with its first members. */
export function previewContainer(
  value: object,
  type: ValueType,
  level: number,
  room: number,
  context: PreviewContext,
): string {
  const label = labelOf(value, type)
  if (level > context.depth) return `[${bare(value, type)}]`
  if (type === 'buffer') return previewBytes(value, room, context)
  if (type === 'map' || type === 'set' || type === 'array' || type === 'arguments' || isTypedArray(value)) {
    return previewElements(value, type, label, level, room, context)
  }
  const { before, fields, isPlatform = false } = context.keys.slots(value, type)
  const { first, rest } = shownKeys(value, context.keys.enumerable(value), isPlatform)
  const isBare = first.length + rest.length + fields.length === 0
  const slots = shownSlots(before, isBare, context.layout !== undefined)
  const named = first.length + slots.length
  const total = named + rest.length + fields.length
  return enclose(label, '{', '}', total, room, level, context, (place, left) => {
    const slot = slots[place - first.length] ?? fields[place - named - rest.length]
    if (slot !== undefined) return { text: slotText(slot, value, level, left, context), places: 1 }
    const key = first[place] ?? rest[place - named]
    return { text: property(value, key ?? '', level, left, context), places: 1 }
  })
}

/** What an error or a function carries beside what heads it, in braces; `''` where that is nothing. */
export function previewMembers(
  value: object,
  type: ValueType,
  level: number,
  room: number,
  context: PreviewContext,
): string {
  const keys: Key[] = []
  const enumerable = context.keys.enumerable(value)
  for (let index = 0; index < enumerable.length; index++) {
    const key = enumerable[index]
    if (key === undefined) continue
    if (type === 'error' && (key === 'stack' || key === 'message' || key === 'name' || key === 'cause')) continue
    keys[keys.length] = key
  }
  const more: ('errors' | 'cause')[] = []
  if (type === 'error' && isHiddenOwn(value, 'errors')) more[0] = 'errors'
  if (type === 'error' && hasOwn(value, 'cause')) more[more.length] = 'cause'
  const { fields } = context.keys.slots(value, type)
  const total = keys.length + fields.length + more.length
  if (total === 0) return ''
  return enclose('', '{', '}', total, room, level, context, (place, left) => {
    const key = keys[place]
    if (key !== undefined) return { text: property(value, key, level, left, context), places: 1 }
    const field = fields[place - keys.length]
    if (field !== undefined) return { text: slotText(field, value, level, left, context), places: 1 }
    const name = more[place - keys.length - fields.length] ?? 'cause'
    const text = property(value, name, level, left - 2, context)
    return { text: `[${name}]${slice(text, name.length)}`, places: 1 }
  })
}

/** `isBare`: nothing else is shown; `isLong`: there is room for what a line is too short for. */
function shownSlots(slots: readonly Slot[], isBare: boolean, isLong: boolean): readonly Slot[] {
  const shown: Slot[] = []
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]
    if (slot === undefined) continue
    if (slot.brief !== '') shown[shown.length] = slot
    else if (isLong && slot.long !== undefined) shown[shown.length] = { name: slot.long, value: slot.value }
  }
  if (shown.length > 0 || !isBare) return shown
  for (let index = 0; index < slots.length; index++) {
    const alone = slots[index]?.alone
    if (alone !== undefined) shown[shown.length] = { ...(slots[index] as Slot), brief: alone }
  }
  return shown
}

function isHiddenOwn(value: object, key: Key): boolean {
  return getOwnPropertyDescriptor(value, key)?.enumerable === false
}

function slotText(
  { name, value, brief }: Slot,
  holder: object,
  level: number,
  room: number,
  context: PreviewContext,
): string {
  if (brief !== undefined) return brief
  const label = name[0] === '#' ? escapeControls(name) : labelOfKey(name, context.redactor)
  const hidden = hidesMember(holder, name, value, context.redactor)
  return `${label}: ${hidden ? MASK : context.render(value, level + 1, room - label.length - 2)}`
}

function previewElements(
  value: object,
  type: ValueType,
  label: string,
  level: number,
  room: number,
  context: PreviewContext,
): string {
  const total = countElements(value, type)
  const isKeyed = type === 'map' || type === 'set'
  const extra = hasExtra(type, total) ? extraKeys(value, type, context) : []
  const members = isKeyed ? firstMembers(value, type, context) : []
  return enclose(
    label,
    isKeyed ? '{' : '[',
    isKeyed ? '}' : ']',
    total + extra.length,
    room,
    level,
    context,
    (place, left) => {
      if (place >= total) return { text: property(value, extra[place - total] ?? '', level, left, context), places: 1 }
      if (isKeyed) return { text: entry(value, members[place], level, left, context), places: 1 }
      if ((type === 'array' || type === 'arguments') && !hasOwn(value, `${place}`)) return holes(value, place, total)
      let text = ''
      readMembers(value, type, context.keys, place, place + 1, (member) => {
        text = hidesElement(value, place, total, context.redactor) ? MASK : reading(member, level, left, context)
        return false
      })
      return { text, places: 1 }
    },
  )
}

function entry(map: object, member: Member | undefined, level: number, room: number, context: PreviewContext): string {
  if (member === undefined) return '…'
  if (member.kind !== 'entry') return reading(member, level, room, context)
  const key = context.render(member.key, level + 1, max(room >> 1, 8))
  const hidden = 'value' in member && hidesMember(map, member.key, member.value, context.redactor)
  return `${key} => ${hidden ? MASK : reading(member, level, room - key.length - 4, context)}`
}

function property(target: object, key: string | symbol, level: number, room: number, context: PreviewContext): string {
  const label = typeof key === 'symbol' ? labelOfSymbol(key, context.redactor) : labelOfKey(key, context.redactor)
  const descriptor = readProperty(target, key)
  if ('missing' in descriptor) {
    return `${label}: ${descriptor.missing === 'getter' ? accessorLabel(target, key) : '<uninitialized>'}`
  }
  const hidden = hidesMember(target, key, descriptor.value, context.redactor)
  return `${label}: ${hidden ? MASK : context.render(descriptor.value, level + 1, room - label.length - 2)}`
}

function reading(member: Member, level: number, room: number, context: PreviewContext): string {
  return 'missing' in member ? '[Getter]' : context.render(member.value, level + 1, room)
}

/** As `enclose`, on several lines. */
function encloseInLines(
  start: string,
  close: string,
  total: number,
  room: number,
  level: number,
  context: PreviewContext,
  layout: LineLayout,
  piece: (place: number, room: number) => Piece,
): string {
  const pieces: string[] = []
  let left = room - start.length
  let place = 0
  while (place < total && pieces.length < context.maxMembers && (left > 0 || pieces.length === 0)) {
    const next = piece(place, max(left, 10))
    pieces[pieces.length] = next.text
    left -= next.text.length + 2
    place += next.places
  }
  return layOut(start, pieces, place < total ? `… ${total - place} more` : '', close, level, layout)
}

/** An open bracket, what fits in the room of it, `… n more`, and the bracket closed. */
function enclose(
  label: string,
  open: string,
  close: string,
  total: number,
  room: number,
  level: number,
  context: PreviewContext,
  piece: (place: number, room: number) => Piece,
): string {
  const start = label === '' ? open : `${label} ${open}`
  const { layout } = context
  if (layout !== undefined) layout.level = level
  if (total === 0) return start + close
  if (layout !== undefined) return encloseInLines(start, close, total, room, level, context, layout, piece)
  let text = start
  let place = 0
  for (let shown = 0; place < total && shown < context.maxMembers; shown++) {
    const left = room - text.length - close.length - 3 - (total > place + 1 ? 10 : 0)
    if (shown > 0 && left < 4) break
    const next = piece(place, max(left, 10))
    if (shown > 0 && next.text.length > left) break
    text += `${shown === 0 ? '' : ','} ${next.text}`
    place += next.places
  }
  if (place < total) text += `${place === 0 ? '' : ','} … ${total - place} more`
  return `${text} ${close}`
}

function holes(array: object, place: number, total: number): Piece {
  let count = 1
  while (place + count < total && count < MAX_HOLES && !hasOwn(array, `${place + count}`)) count++
  if (count < MAX_HOLES) return { text: `<${count} empty item${count === 1 ? '' : 's'}>`, places: count }
  const rest = total - place - count
  return {
    text: `<${count} ${rest > 0 ? 'or more ' : ''}empty items>${rest > 0 ? `, … ${rest} more` : ''}`,
    places: total - place,
  }
}

function firstMembers(value: object, type: ValueType, context: PreviewContext): readonly Member[] {
  const members: Member[] = []
  readMembers(value, type, context.keys, 0, min(context.maxMembers, countElements(value, type)), (member) => {
    members[members.length] = member
    return true
  })
  return members
}

/** Named properties on an array (`index` of a match), where asking for them would not list a million indices. */
function hasExtra(type: ValueType, total: number): boolean {
  return (type === 'array' && total <= MANY_ELEMENTS) || type === 'map' || type === 'set'
}

function extraKeys(value: object, type: ValueType, context: PreviewContext): readonly (string | symbol)[] {
  const keys = context.keys.enumerable(value)
  if (type !== 'array') return keys
  const extra: (string | symbol)[] = []
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    if (key !== undefined && (typeof key === 'symbol' || execute(/^\d+$/, key) === null)) extra[extra.length] = key
  }
  return extra
}

/** Hex as in Node's REPL, and behind it the text, where the beginning reads as one. */
function previewBytes(value: object, room: number, { redactor, maxString }: PreviewContext): string {
  const total = countElements(value, 'buffer')
  if (total > 0 && hidesBytes(value, redactor, 10 * MAX_TEXT_BYTES) !== undefined) return `<Buffer ${MASK}>`
  const hex = hexOf(value, total)
  const text = total === 0 ? undefined : textIfReadable(value, MAX_TEXT_BYTES)
  const left = min(maxString, room - hex.length - 4)
  return text === undefined || left < 8 ? hex : `${hex} ${quote(text, left)}`
}

function hexOf(value: object, total: number): string {
  let text = '<Buffer'
  for (let place = 0; place < min(total, MAX_BYTES); place++) {
    text += ` ${padStart(numberToString((value as ArrayLike<number>)[place] ?? 0, 16), 2, '0')}`
  }
  return total > MAX_BYTES ? `${text} … ${total - MAX_BYTES} more>` : `${text}>`
}

function accessorLabel(target: object, key: string | symbol): string {
  const descriptor = getOwnPropertyDescriptor(target, key)
  if (descriptor?.get === undefined) return '[Setter]'
  return descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]'
}

function labelOfKey(key: string, redactor: Redactor | undefined): string {
  const shown = cut(redactor?.maskText(cut(key, 500)) ?? key, MAX_KEY)
  const mark = shown.length < key.length && shown.length >= MAX_KEY ? '…' : ''
  return (execute(/^[A-Za-z_$][\w$]*$/, shown) === null ? quote(shown) : shown) + mark
}

/** What stands before the bracket; nothing for plain objects and arrays. */
function labelOf(value: object, type: ValueType): string {
  if (type === 'arguments') return '[Arguments]'
  if (type === 'module') return '[Module: null prototype]'
  if (type === 'map') return sized(value, type, 'Map')
  if (type === 'set') return sized(value, type, 'Set')
  if (type === 'typedarray') return sized(value, type, typedArrayName(value) ?? 'TypedArray')
  const found = classOf(value)
  if (type === 'array') return 'name' in found && found.name === 'Array' ? '' : sized(value, type, 'Array')
  if ('name' in found) return tagged(value, found.name)
  return found.chain === 'complex' ? 'Object <Complex prototype>' : `[Object: ${found.chain} prototype]`
}

/** `Object [Math]`, `Order [Sale]`, and `Intl.Locale` where the tag has the name in it. A tag that an accessor gives is left out. */
function tagged(value: object, name: string): string {
  const plain = name === 'Object' ? '' : escapeControls(name)
  const tag = hasOwn(value, Symbol.toStringTag) && !isHiddenOwn(value, Symbol.toStringTag) ? undefined : tagOf(value)
  if (tag === undefined || tag === '' || tag === name || endsWith(name, tag) || tag === 'EventTarget') return plain
  const shown = escapeControls(cut(tag, MAX_KEY))
  return name !== 'Object' && endsWith(tag, `.${name}`) ? shown : `${plain === '' ? 'Object' : plain} [${shown}]`
}

function tagOf(value: object): string | undefined {
  const tag = inheritedData(value, Symbol.toStringTag)?.value
  return typeof tag === 'string' ? tag : undefined
}

function endsWith(text: string, end: string): boolean {
  return text.length > end.length && slice(text, text.length - end.length) === end
}

/** `Map(3)`, and of a subclass `Cache(3) [Map]`. */
function sized(value: object, type: ValueType, usual: string): string {
  const size = countElements(value, type)
  const found = classOf(value)
  if (!('name' in found)) return `[${usual}(${size}): ${found.chain === 'complex' ? 'unnamed' : found.chain} prototype]`
  return found.name === usual ? `${usual}(${size})` : `${escapeControls(found.name)}(${size}) [${usual}]`
}

/** What stands for a container that is too deep to open. */
function bare(value: object, type: ValueType): string {
  if (type === 'arguments') return 'Arguments'
  if (type === 'module') return 'Module'
  const found = classOf(value)
  if ('name' in found) return escapeControls(found.name)
  return type === 'array' ? 'Array' : `Object: ${found.chain === 'complex' ? 'unnamed' : found.chain} prototype`
}
