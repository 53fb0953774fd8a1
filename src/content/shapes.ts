/** Every file parsed and checked for its shape; what could not be used is `null`, what is not there absent. */

import { z } from 'zod'
import type { Shaped } from './compile/facts.ts'
import type { Complaints } from './complaints.ts'
import { type DraftStep, draftSteps } from './draft.ts'
import type { Media } from './media.ts'
import { openFile, type RawFile } from './read-file.ts'
import { folderName } from './schema/common.ts'
import { type ConsoleFile, consoleFile } from './schema/console.ts'
import { type DesksFile, desksFile } from './schema/desks.ts'
import { type FactsFile, factsFile, type OverlayFile, overlayFile } from './schema/facts.ts'
import { type InterfaceFile, interfaceFile } from './schema/interface.ts'
import {
  type CalendarFile,
  type ContactsFile,
  calendarFile,
  contactsFile,
  type ExamplesFile,
  examplesFile,
  type MenuFile,
  menuFile,
  type ProvincesFile,
  provincesFile,
  type ShortForms,
  shortForms,
  type TranslationFile,
  translationFile,
} from './schema/others.ts'
import type { Tree } from './tree.ts'
import { ref, spotOf } from './yaml.ts'
import { parseShape } from './zod-problems.ts'

/** A file that is there but could not be used is `null`. */
type Maybe<T> = Shaped<T> | null

/** The steps of a script or a sub-flow. */
export interface Steps {
  readonly steps: readonly DraftStep[]
}
export interface ProcedureShapes {
  readonly facts?: Maybe<FactsFile>
  readonly script?: Maybe<Steps>
  readonly examples?: Maybe<ExamplesFile>
}
export interface LocaleShapes {
  readonly interface?: Maybe<InterfaceFile>
  readonly console?: Maybe<ConsoleFile>
  readonly spelling?: Maybe<ShortForms>
  readonly translations: ReadonlyMap<string, Maybe<TranslationFile>>
}
export interface Shapes {
  readonly menu: Maybe<MenuFile> | undefined
  readonly contacts: Maybe<ContactsFile> | undefined
  readonly calendar: Maybe<CalendarFile> | undefined
  readonly provinces: Maybe<ProvincesFile> | undefined
  readonly procedures: ReadonlyMap<string, ProcedureShapes>
  readonly overlays: readonly {
    readonly place: string
    readonly procedure: string
    readonly shaped: Maybe<OverlayFile>
  }[]
  readonly desks: readonly { readonly place: string | undefined; readonly shaped: Maybe<DesksFile> }[]
  readonly shared: ReadonlyMap<string, Maybe<Steps>>
  readonly locales: ReadonlyMap<string, LocaleShapes>
  readonly media: Media
}

const scriptShell = z.strictObject({ procedure: folderName, steps: z.array(z.unknown()).min(1) })
const sharedShell = z.strictObject({ flow: folderName, steps: z.array(z.unknown()).min(1) })

/** Parses everything; all complaints about shapes are made. */
export function shapeAll(tree: Tree, complaints: Complaints): Shapes {
  const shaper = new Shaper(complaints)
  const root = <T>(raw: RawFile | undefined, schema: z.ZodType<T>) => raw && shaper.file(raw, schema, {})
  return {
    menu: root(tree.menu, menuFile),
    contacts: root(tree.contacts, contactsFile),
    calendar: root(tree.calendar, calendarFile),
    provinces: root(tree.provinces, provincesFile),
    media: tree.media,
    procedures: mapValues(tree.procedures, (files, procedure) => ({
      ...(files.facts && { facts: shaper.file(files.facts, factsFile, { procedure }) }),
      ...(files.script && { script: shaper.steps(files.script, scriptShell, { procedure }) }),
      ...(files.examples && { examples: shaper.file(files.examples, examplesFile, { procedure }) }),
    })),
    overlays: tree.overlays.map(({ place, procedure, raw }) => ({
      ...{ place, procedure },
      shaped: shaper.file(raw, overlayFile, { procedure, place }),
    })),
    desks: tree.desks.map(({ place, raw }) => ({
      place,
      shaped: shaper.file(raw, desksFile, place === undefined ? {} : { place }),
    })),
    shared: mapValues(tree.shared, (raw, flow) => shaper.steps(raw, sharedShell, { flow })),
    locales: mapValues(tree.locales, (files, locale) => ({
      ...(files.interface && { interface: shaper.file(files.interface, interfaceFile, { locale }) }),
      ...(files.console && { console: shaper.file(files.console, consoleFile, { locale }) }),
      ...(files.spelling && { spelling: shaper.file(files.spelling, shortForms, {}) }),
      translations: mapValues(files.translations, (raw, procedure) =>
        shaper.file(raw, translationFile, { locale, procedure }),
      ),
    })),
  }
}

function mapValues<V, W>(
  map: ReadonlyMap<string, V>,
  make: (value: V, key: string) => W,
): ReadonlyMap<string, W> {
  return new Map([...map].map(([key, value]) => [key, make(value, key)]))
}

class Shaper {
  readonly #complaints: Complaints

  constructor(complaints: Complaints) {
    this.#complaints = complaints
  }

  /** `named` are keys that repeat the name of a file or folder, so that a copied file is noticed. */
  file<T>(raw: RawFile, schema: z.ZodType<T>, named: Readonly<Record<string, string>>): Maybe<T> {
    const file = openFile(raw, this.#complaints)
    if (file === undefined) return null
    const data = parseShape(schema, ref(file), file.data, this.#complaints)
    for (const [key, name] of Object.entries(named)) {
      const given = (file.data as Record<string, unknown>)[key]
      if (typeof given !== 'string' || given === name) continue
      const message = `"${key}" is "${given}", but the file stands under "${name}"`
      this.#complaints.error(
        'wrong-folder',
        spotOf(ref(file, key)),
        message,
        `Write "${key}: ${name}", or move the file.`,
      )
    }
    return data === undefined ? null : { file, data }
  }

  steps(
    raw: RawFile,
    schema: z.ZodType<{ steps: unknown[] }>,
    named: Readonly<Record<string, string>>,
  ): Maybe<Steps> {
    const shell = this.file(raw, schema, named)
    if (shell === null) return null
    const steps = draftSteps(shell.data.steps, ref(shell.file, 'steps'), this.#complaints)
    return steps === undefined ? null : { file: shell.file, data: { steps } }
  }
}
