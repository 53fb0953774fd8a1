/** Every translation file that there is, given to what it translates; what is missing or left over is complained of. */
import { join, relative } from 'node:path'
import { checkSharedFlows } from '../checks/shared-flows.ts'
import type { Complaints } from '../complaints.ts'
import type { TranslationFile } from '../schema/others.ts'
import type { LocaleShapes, Shapes } from '../shapes.ts'
import { didYouMean } from '../suggest.ts'
import { keySpotOf, type Ref, ref, type SourceFile, spotOf } from '../yaml.ts'
import { complainOfStale, type Translation } from './translations.ts'

/** The language that everything is written in. */
export const defaultLocale = 'vi'

export class Translations {
  readonly #shapes: Shapes
  readonly #localesDir: string
  readonly #complaints: Complaints
  readonly #given = new Map<string, readonly Translation[]>()

  constructor(shapes: Shapes, localesDir: string, complaints: Complaints) {
    this.#shapes = shapes
    this.#localesDir = localesDir
    this.#complaints = complaints
  }

  /** The translations of one procedure; a language without a file for it speaks Vietnamese there. */
  of(name: string, at: Ref): readonly Translation[] {
    const translations: Translation[] = []
    for (const [tag, files] of this.#shapes.locales) {
      if (tag === defaultLocale) continue
      const shaped = files.translations.get(name)
      if (shaped === undefined) {
        const path = relative(process.cwd(), join(this.#localesDir, tag, `${name}.yaml`))
        const message = `no translation into "${tag}": citizens get these texts in Vietnamese`
        this.#complaints.warn('untranslated', keySpotOf(at), message, `Write ${path}.`)
      } else if (shaped !== null) {
        const texts = new Map(Object.entries(shaped.data.texts))
        translations.push({ tag, file: shaped.file, texts, used: new Set(), missing: new Set() })
      }
    }
    this.#given.set(name, translations)
    return translations
  }

  /** Those of all sub-flows. */
  ofShared(): readonly Translation[] {
    const first = [...this.#shapes.shared.values()].find((shaped) => shaped !== null)
    if (!first) return []
    return this.of('shared', ref(first.file, 'flow'))
  }

  /** Once all that there is was asked for; `isLaidOut`: every script could be. */
  check(isLaidOut: boolean): void {
    for (const [tag, files] of this.#shapes.locales) {
      if (tag !== defaultLocale) this.#checkNames(files)
    }
    if (!isLaidOut || !this.#isWhole()) return
    const { areAllCalled } = checkSharedFlows(this.#shapes, this.#complaints)
    for (const [name, translations] of this.#given) {
      // Nobody asked for the texts of a sub-flow that no script calls.
      if (name === 'shared' && !areAllCalled) continue
      for (const translation of translations) complainOfStale(translation, this.#complaints)
    }
  }

  /** While something could not be read, nobody knows which texts and sub-flows are not used. */
  #isWhole(): boolean {
    const { procedures, shared, overlays } = this.#shapes
    const areProceduresWhole = [...procedures.values()].every(
      ({ facts, script }) => facts !== null && script !== null,
    )
    const areSharedWhole = [...shared.values()].every((shaped) => shaped !== null)
    const areOverlaysWhole = overlays.every(({ shaped }) => shaped !== null)
    return areProceduresWhole && areSharedWhole && areOverlaysWhole
  }

  #checkNames({ translations }: LocaleShapes): void {
    const known = ['shared', 'contacts', ...this.#shapes.procedures.keys()]
    for (const [name, shaped] of translations as ReadonlyMap<
      string,
      { file: SourceFile; data: TranslationFile } | null
    >) {
      if (shaped === null || known.includes(name)) continue
      const mend = didYouMean(name, known, 'Remove the file, or add the procedure.')
      this.#complaints.error(
        'unknown-procedure',
        spotOf(ref(shaped.file, 'procedure')),
        `there is no procedure "${name}"`,
        mend,
      )
    }
  }
}
