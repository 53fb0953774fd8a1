/** All shapes together -> the content; what the files say about each other is checked here. */
import { join, relative } from 'node:path'
import type { Day } from '../../calendar/day.ts'
import { type WorkingCalendar, workingCalendar } from '../../calendar/working-days.ts'
import { baseEnvironment } from '../cel.ts'
import { checkCounts } from '../checks/counts.ts'
import { collectExamples } from '../checks/examples.ts'
import { checkGuides } from '../checks/guides.ts'
import { checkLocations } from '../checks/locations.ts'
import { checkOverlays } from '../checks/overlays.ts'
import type { Complaints } from '../complaints.ts'
import type {
  Contact,
  Content,
  Directory,
  Labels,
  Locale,
  PlaceId,
  PlaceIndex,
  Procedure,
  Text,
} from '../content.ts'
import type { SharedFlows } from '../lay.ts'
import { buildPlaceIndex } from '../places.ts'
import type { LocaleShapes, Shapes } from '../shapes.ts'
import { didYouMean } from '../suggest.ts'
import { below, type Ref, ref, SourceFile } from '../yaml.ts'
import { nothingAskedBack } from './asked-back.ts'
import { compileDesks } from './desks.ts'
import { comparePhrases, compileLocale } from './locale.ts'
import { Maker } from './maker.ts'
import { compileMenu, type Offered } from './menu.ts'
import { compileProcedure } from './procedure.ts'
import { defaultLocale, Translations } from './translation-files.ts'
import type { Translation } from './translations.ts'

export interface AssembleOptions {
  readonly flowsDir: string
  readonly localesDir: string
  readonly today: Day | undefined
}

const withoutHolidays = workingCalendar({ fixed: [], lunar: [], years: [] })

/** The content, or `undefined` when a file that everything needs is missing or unusable. */
export function assemble(
  shapes: Shapes,
  version: string,
  options: AssembleOptions,
  complaints: Complaints,
): Content | undefined {
  return new Assembler(shapes, options, complaints).assemble(version)
}

class Assembler {
  readonly #shapes: Shapes
  readonly #options: AssembleOptions
  readonly #complaints: Complaints
  readonly #translations: Translations
  /** False once a script could not be laid out. */
  #isLaidOut = true

  constructor(shapes: Shapes, options: AssembleOptions, complaints: Complaints) {
    this.#shapes = shapes
    this.#options = options
    this.#complaints = complaints
    this.#translations = new Translations(shapes, options.localesDir, complaints)
  }

  assemble(version: string): Content | undefined {
    const locales = this.#locales()
    const contacts = this.#contacts()
    const calendar = this.#calendar()
    const places = this.#places()
    const examples = collectExamples(this.#shapes, this.#complaints)
    const procedures = this.#procedures(contacts, calendar, places, locales)
    this.#translations.check(this.#isLaidOut)
    const directory = places && this.#directory(places, calendar, locales)
    if (calendar === undefined || places === undefined || directory === undefined) return undefined
    const phrases = locales.get(defaultLocale)?.phrases
    const offered = this.#menu(procedures, phrases ?? new Map(), locales)
    checkGuides(this.#shapes, procedures, this.#complaints)
    checkCounts(this.#shapes, procedures, this.#complaints)
    const known = { places, calendar, contacts, directory }
    return { version, ...offered, locales, defaultLocale, ...known, examples }
  }

  #directory(
    places: PlaceIndex,
    calendar: WorkingCalendar | undefined,
    locales: ReadonlyMap<string, Locale>,
  ): Directory {
    const { desks, contacts, procedures } = this.#shapes
    return compileDesks({
      ...{ files: desks, places, locales, complaints: this.#complaints, today: this.#options.today },
      calendar: calendar ?? withoutHolidays,
      contacts: contacts?.data.contacts,
      procedures: new Set(procedures.keys()),
    })
  }

  #locales(): ReadonlyMap<string, Locale> {
    const locales = new Map<string, Locale>()
    const vietnamese = this.#shapes.locales.get(defaultLocale)?.interface
    if (vietnamese === undefined) this.#missing(join(this.#options.localesDir, 'vi', 'interface.yaml'))
    for (const [tag, files] of this.#shapes.locales) {
      if (files.interface === undefined && tag !== defaultLocale) {
        this.#missing(join(this.#options.localesDir, tag, 'interface.yaml'))
      }
      if (!files.interface) continue
      const others = { staff: files.console ?? undefined, spelling: files.spelling?.data }
      locales.set(tag, compileLocale(files.interface, others, this.#complaints))
      if (vietnamese && tag !== defaultLocale) comparePhrases(vietnamese, files.interface, this.#complaints)
      this.#compareConsole(tag, files.console)
    }
    return locales
  }

  /** The pages for staff speak every language or only Vietnamese; half a page in another would help nobody. */
  #compareConsole(tag: string, theirs: LocaleShapes['console']): void {
    const vietnamese = this.#shapes.locales.get(defaultLocale)?.console
    if (!vietnamese || tag === defaultLocale) return
    if (theirs === undefined) this.#missing(join(this.#options.localesDir, tag, 'console.yaml'))
    else if (theirs !== null) comparePhrases(vietnamese, theirs, this.#complaints)
  }

  #contacts(): ReadonlyMap<string, Contact> {
    const { contacts } = this.#shapes
    if (contacts === undefined) this.#missing(join(this.#options.flowsDir, 'contacts.yaml'))
    if (!contacts) return new Map()
    const { file, data } = contacts
    const maker = this.#plainMaker(this.#translations.of('contacts', ref(file, 'contacts')))
    return new Map(
      Object.entries(data.contacts).map(([id, contact]) => {
        const at = ref(file, 'contacts', id)
        const name = maker.text(below(at, 'name'), `${id}.name`, contact.name)
        const text = maker.text(below(at, 'text'), `${id}.text`, contact.text)
        const { brief } = contact
        const short = brief === undefined ? text : maker.text(below(at, 'brief'), `${id}.brief`, brief)
        return [id, { id, name, text, brief: short }]
      }),
    )
  }

  #calendar(): WorkingCalendar | undefined {
    const { calendar } = this.#shapes
    if (calendar === undefined) this.#missing(join(this.#options.flowsDir, 'calendar.yaml'))
    return calendar ? workingCalendar(calendar.data) : undefined
  }

  #places(): PlaceIndex | undefined {
    const { provinces } = this.#shapes
    if (provinces === undefined) this.#missing(join(this.#options.flowsDir, 'places', 'provinces.yaml'))
    if (!provinces) return undefined
    checkLocations(provinces, this.#complaints)
    return buildPlaceIndex(provinces.data)
  }

  #procedures(
    contacts: ReadonlyMap<string, Contact>,
    calendar: WorkingCalendar | undefined,
    places: PlaceIndex | undefined,
    spoken: ReadonlyMap<string, Locale>,
  ): ReadonlyMap<string, Procedure> {
    const overlays = checkOverlays(this.#shapes, places, this.#complaints)
    // Without days off the checks still mean the same; nothing of this goes live.
    const base = baseEnvironment(calendar ?? withoutHolidays)
    const provinces = new Map<PlaceId, Text>(
      [...(places?.all.values() ?? [])].map(({ id, name }) => [id, new Map([[defaultLocale, [name]]])]),
    )
    const shared = this.#shared()
    const sharedTranslations = this.#translations.ofShared()
    const procedures = new Map<string, Procedure>()
    for (const [id, { facts, script }] of this.#shapes.procedures) {
      if (facts === undefined && script) this.#missing(join(this.#options.flowsDir, id, 'facts.yaml'))
      if (!facts) continue
      const contact = this.#contactOf(facts.data.contact, ref(facts.file, 'contact'), contacts)
      const translations = this.#translations.of(id, ref(facts.file, 'procedure'))
      const { media } = this.#shapes
      const procedure = compileProcedure({
        ...{ id, facts, shared, media, contact, base, translations, sharedTranslations, spoken },
        ...{ provinces, communes: communeLabels(places) },
        overlays: overlays.get(id) ?? new Map(),
        script: script === undefined || script === null ? script : script.data.steps,
        today: this.#options.today,
        complaints: this.#complaints,
      })
      if (script && procedure.script === undefined) this.#isLaidOut = false
      procedures.set(id, procedure)
    }
    return procedures
  }

  #contactOf(name: string, at: Ref, contacts: ReadonlyMap<string, Contact>): Contact {
    const contact = contacts.get(name)
    if (contact === undefined && this.#shapes.contacts) {
      const mend = didYouMean(name, contacts.keys(), 'Add it to contacts.yaml.')
      this.#complaints.error('unknown-contact', at, `there is no contact "${name}"`, mend)
    }
    return contact ?? { id: name, name: new Map(), text: new Map(), brief: new Map() }
  }

  #shared(): SharedFlows {
    return new Map(
      [...this.#shapes.shared].map(([flow, shaped]) => [flow, shaped === null ? null : shaped.data]),
    )
  }

  #menu(
    procedures: ReadonlyMap<string, Procedure>,
    phrases: ReadonlyMap<string, string>,
    spoken: ReadonlyMap<string, Locale>,
  ): Offered {
    const { menu } = this.#shapes
    if (menu === undefined) this.#missing(join(this.#options.flowsDir, 'menu.yaml'))
    if (!menu) return { procedures, menu: [...procedures.keys()], askingBack: nothingAskedBack }
    // A folder whose facts cannot be read has been complained of.
    const isBroken = (id: string) => this.#shapes.procedures.get(id)?.facts === null
    const hearing = { complaints: this.#complaints, input: { spoken } }
    return compileMenu({ menu, procedures, isBroken, phrases, ...hearing })
  }

  #plainMaker(translations: readonly Translation[]): Maker {
    const none = () => undefined
    return new Maker({
      ...{ scope: undefined, labelsOf: none, domainOf: none, translations, complaints: this.#complaints },
    })
  }

  #missing(absolute: string): void {
    const file = new SourceFile(relative(process.cwd(), absolute), '')
    const message = 'this file is missing'
    this.#complaints.error(
      'missing-file',
      { file, start: 0, end: 0 },
      message,
      'Write it, or restore it from a copy.',
    )
  }
}

function communeLabels(places: PlaceIndex | undefined): Labels {
  return {
    get(id) {
      const commune = places?.communes.byId(id)
      return commune && new Map([[defaultLocale, [`${commune.name}, ${commune.provinceName}`]]])
    },
    values: () => [].values(),
  }
}
