/** Compiles expressions and texts where they stand, and complains about what is wrong with them there. */
import type { Scope } from '../cel.ts'
import { typeWord } from '../cel-errors.ts'
import type { Fault } from '../cel-names.ts'
import { findUnsure, type Known } from '../checks/readings.ts'
import type { Complaints } from '../complaints.ts'
import type { DomainOf } from '../conditions.ts'
import type { Expr, LocaleTag, Template, Text } from '../content.ts'
import type { Region } from '../regions.ts'
import { type CompiledText, compileText, type LabelsOf } from '../template.ts'
import { type Ref, ref, spotInside, spotOf } from '../yaml.ts'
import type { Translation } from './translations.ts'

/** No channel carries a longer message. UTF-16 units, as the platforms count. */
export const maxTextChars = 2000

/** Where in the script something is read, and what is sure there. */
export interface Here {
  readonly region: Region
  readonly known: Known
  /** Why a name may have no value here, with the mend. */
  explain(name: string): { rule: string; message: string; mend: string }
}

export interface MakerOptions {
  readonly scope: Scope | undefined
  readonly labelsOf: LabelsOf
  readonly domainOf: DomainOf
  readonly translations: readonly Translation[]
  readonly complaints: Complaints
}

const broken: Expr = { source: '', reads: [], evaluate: () => undefined }

export class Maker {
  readonly #options: MakerOptions

  constructor(options: MakerOptions) {
    this.#options = options
  }

  /** An expression; one that cannot be compiled is complained about and stands in as unknown. */
  expr(at: Ref, source: string, expected: 'bool' | 'date' | 'any', here?: Here): Expr {
    const { scope, complaints } = this.#options
    const made = scope?.compile(source)
    if (made?.expr === undefined || made.type === undefined) {
      for (const fault of made?.faults ?? []) this.#complain(at, fault)
      return broken
    }
    if (expected !== 'any' && made.type !== expected && made.type !== 'dyn') {
      const rule = expected === 'bool' ? 'not-a-condition' : 'wrong-type'
      const message = `this is ${typeWord(made.type)}, but ${typeWord(expected)} is needed`
      const mend =
        expected === 'bool'
          ? 'Compare it with something, e.g. kind == "home".'
          : 'Give a day, e.g. today + 7.'
      complaints.error(rule, spotOf(at), message, mend)
      return broken
    }
    this.#checkReadings(at, source, 0, here)
    return made.expr
  }

  /** A text in every language; `key` names it in the translations. */
  text(at: Ref, key: string, written: string, here?: Here): Text {
    const { complaints, translations } = this.#options
    const made = this.#template(at, written, here)
    const text = new Map<LocaleTag, Template>([['vi', made.template]])
    for (const translation of translations) {
      const other = translation.texts.get(key)
      if (other === undefined) {
        translation.missing.add(key)
        const mend = `Add "${key}:" to ${translation.file.path}.`
        complaints.error(
          'missing-translation',
          spotOf(at),
          `this text is missing in "${translation.tag}"`,
          mend,
        )
        continue
      }
      translation.used.add(key)
      const otherAt = ref(translation.file, 'texts', key)
      const compiled = this.#template(otherAt, other, here)
      this.#comparePlaceholders(otherAt, made, compiled)
      text.set(translation.tag, compiled.template)
    }
    return text
  }

  /** A short text for a button or a list; placeholders have no place there. */
  label(at: Ref, key: string, written: string, maxChars: number): Text {
    const plain = new Maker({ ...this.#options, scope: undefined })
    const text = plain.text(at, key, written)
    for (const { tag, file, texts } of this.#options.translations) {
      const other = texts.get(key)
      if (other === undefined || other.length <= maxChars) continue
      const message = `longer than ${maxChars} characters in "${tag}"`
      this.#options.complaints.error(
        'too-long',
        spotOf(ref(file, 'texts', key)),
        message,
        `Keep it within ${maxChars}.`,
      )
    }
    return text
  }

  #template(at: Ref, written: string, here: Here | undefined): CompiledText {
    const { scope, labelsOf, complaints } = this.#options
    const made = compileText(written, scope, labelsOf)
    for (const fault of made.faults) this.#complain(at, fault)
    for (const { source, start } of made.placeholders) this.#checkReadings(at, source, start, here)
    if (written.length > maxTextChars) {
      const message = `${written.length} characters; a message can have ${maxTextChars}`
      complaints.error('too-long', spotOf(at), message, 'Shorten it, or say it in two steps.')
    }
    return made
  }

  #checkReadings(at: Ref, source: string, offset: number, here: Here | undefined): void {
    const ast = this.#options.scope?.compile(source).ast
    if (here === undefined || ast === undefined) return
    for (const unsure of findUnsure(ast, here.region, here.known, this.#options.domainOf)) {
      const fault = { ...here.explain(unsure.name), start: unsure.start + offset, end: unsure.end + offset }
      this.#complain(at, fault)
    }
  }

  #comparePlaceholders(at: Ref, original: CompiledText, translated: CompiledText): void {
    if (translated.faults.length > 0 || original.faults.length > 0) return
    const form = ({ source, format }: CompiledText['placeholders'][number]) => `{{ ${source} | ${format} }}`
    const wanted = new Set(original.placeholders.map(form))
    const given = new Set(translated.placeholders.map(form))
    const missing = [...wanted].filter((one) => !given.has(one))
    const surplus = [...given].filter((one) => !wanted.has(one))
    if (missing.length + surplus.length === 0) return
    const message = 'the placeholders differ from the Vietnamese text'
    const mend = [
      ...(missing.length > 0 ? [`Add ${missing.join(', ')}.`] : []),
      ...(surplus.length > 0 ? [`Remove ${surplus.join(', ')}.`] : []),
    ].join(' ')
    this.#options.complaints.error('placeholder-mismatch', spotOf(at), message, mend)
  }

  #complain(at: Ref, fault: Fault): void {
    const { rule, start, end, message, mend } = fault
    this.#options.complaints.error(rule, spotInside(at, start, end), message, mend)
  }
}
