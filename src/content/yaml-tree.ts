/** Where everything in a YAML text stands: a tree of offsets, made of the parser's events. */
import {
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'

/** UTF-16 offsets; `end` is exclusive. */
interface Stretch {
  readonly start: number
  readonly end: number
}

/** `start` and `end` enclose quotes and the sign of a block; the text itself lies within `from` and `to`. */
export interface ScalarNode extends Stretch {
  readonly kind: 'scalar'
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface Entry {
  readonly key: YamlNode
  readonly value: YamlNode
}

export interface MappingNode extends Stretch {
  readonly kind: 'mapping'
  readonly entries: readonly Entry[]
}

export interface SequenceNode extends Stretch {
  readonly kind: 'sequence'
  readonly items: readonly YamlNode[]
}

export type YamlNode = ScalarNode | MappingNode | SequenceNode

/** The tree of the first document. `events` are those of a whole text, without anchors, aliases and tags. */
export function treeOf(text: string, events: readonly Event[]): YamlNode | undefined {
  return new TreeReader(text, events).read()
}

/** A key as text; a key that is a collection is none. */
export function keyText(key: YamlNode): string | undefined {
  return key.kind === 'scalar' ? key.text : undefined
}

class TreeReader {
  readonly #text: string
  readonly #events: readonly Event[]
  /** The first event opens the document. */
  #next = 1
  /** Where the last thing that was read ends. */
  #last = 0

  constructor(text: string, events: readonly Event[]) {
    this.#text = text
    this.#events = events
  }

  read(): YamlNode | undefined {
    return this.#isAtEnd() ? undefined : this.#node('', { start: 0, end: 0 })
  }

  /** `mark` is the sign before the node, `holder` the place of a node that is not there. */
  #node(mark: string, holder: Stretch): YamlNode {
    const event = this.#events[this.#next]
    this.#next += 1
    if (event?.type === EVENT_ID.MAPPING) return this.#mapping(event)
    if (event?.type === EVENT_ID.SEQUENCE) return this.#sequence(event)
    if (event?.type === EVENT_ID.SCALAR && event.valueStart >= 0) return this.#scalar(event)
    return this.#nothing(mark, holder)
  }

  #isAtEnd(): boolean {
    const event = this.#events[this.#next]
    return event === undefined || event.type === EVENT_ID.POP
  }

  #mapping(event: MappingEvent): MappingNode {
    const entries: Entry[] = []
    this.#last = event.start
    while (!this.#isAtEnd()) {
      const key = this.#node('', { start: this.#last, end: this.#last })
      entries.push({ key, value: this.#node(':', key) })
    }
    return { kind: 'mapping', ...this.#close(event), entries }
  }

  #sequence(event: SequenceEvent): SequenceNode {
    const items: YamlNode[] = []
    this.#last = event.start
    while (!this.#isAtEnd()) items.push(this.#node('-', { start: this.#last, end: this.#last }))
    return { kind: 'sequence', ...this.#close(event), items }
  }

  /** A collection without brackets, or a pair within `[ ]`, ends where its last part does. */
  #close({ start }: MappingEvent | SequenceEvent): Stretch {
    this.#next += 1
    const opening = this.#text[start]
    if (opening === '[' || opening === '{') {
      this.#last = Math.max(this.#last, start + 1)
      this.#last = this.#endOf(/(?:[\s,]|#.*)*[\]}]/y) ?? this.#last
    }
    return { start, end: this.#last }
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const { valueStart: from, valueEnd: to, style } = event
    const isQuoted = style === SCALAR_STYLE.DOUBLE_QUOTED || style === SCALAR_STYLE.SINGLE_QUOTED
    const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
    const start = isQuoted ? from - 1 : isBlock ? this.#startOfBlock(from) : from
    const end = isQuoted ? to + 1 : start + this.#text.slice(start, to).trimEnd().length
    this.#last = end
    return { kind: 'scalar', start, end, text: getScalarValue(this.#text, event), from, to }
  }

  /** The `|` or `>` whose line ends where the text begins. */
  #startOfBlock(from: number): number {
    const header = /[|>][-+\d]*(?:[ ]+#.*|[ ]*)(?:\r?\n|\r)?$/.exec(this.#text.slice(this.#last, from))
    return header === null ? from : this.#last + header.index
  }

  #nothing(mark: string, holder: Stretch): ScalarNode {
    const end = mark === '' ? undefined : this.#endOf(new RegExp(`(?:\\s|,|#.*)*${mark}[ ]*`, 'y'))
    if (end === undefined) return { kind: 'scalar', ...holder, text: '', from: holder.end, to: holder.end }
    this.#last = end
    return { kind: 'scalar', start: end, end, text: '', from: end, to: end }
  }

  /** Where something that follows the last thing ends. */
  #endOf(expected: RegExp): number | undefined {
    expected.lastIndex = this.#last
    return expected.test(this.#text) ? expected.lastIndex : undefined
  }
}
