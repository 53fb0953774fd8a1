/** Which files there are: the tree of `flows/` and `locales/`, each file with its part to play. */
import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Complaints } from './complaints.ts'
import { type Media, readMedia } from './media.ts'
import { type RawFile, readRaw } from './read-file.ts'
import { didYouMean } from './suggest.ts'
import { SourceFile } from './yaml.ts'

export interface ProcedureFiles {
  facts?: RawFile
  script?: RawFile
  examples?: RawFile
}
export interface LocaleFiles {
  interface?: RawFile
  /** Texts of the pages for staff. */
  console?: RawFile
  /** How people write; here only its short forms are read. */
  spelling?: RawFile
  /** By procedure, or `shared` or `contacts`. */
  readonly translations: Map<string, RawFile>
}

export interface Tree {
  /** Twelve hexadecimal digits, a digest of all files. */
  readonly version: string
  readonly menu: RawFile | undefined
  readonly contacts: RawFile | undefined
  readonly calendar: RawFile | undefined
  readonly provinces: RawFile | undefined
  readonly procedures: ReadonlyMap<string, ProcedureFiles>
  readonly overlays: readonly { readonly place: string; readonly procedure: string; readonly raw: RawFile }[]
  /** desks.yaml: the one for everywhere first, then those of provinces. */
  readonly desks: readonly { readonly place: string | undefined; readonly raw: RawFile }[]
  readonly shared: ReadonlyMap<string, RawFile>
  readonly locales: ReadonlyMap<string, LocaleFiles>
  readonly media: Media
}

const rootNames = ['menu', 'contacts', 'calendar'] as const
const procedureNames = ['facts', 'script', 'examples'] as const
/** Files that others read: the generated schemas and transcripts. */
const notOurs = /^(schema\/|[^/]+\/transcripts\/)/

/** Reads all files; complains about those nobody would read, since they were written for a reason. */
export async function readTree(flowsDir: string, localesDir: string, complaints: Complaints): Promise<Tree> {
  const [flows, locales, media] = await Promise.all([
    readFolder(flowsDir),
    readFolder(localesDir),
    readMedia(flowsDir),
  ])
  const builder = new TreeBuilder(complaints)
  for (const [path, raw] of flows) if (!notOurs.test(path)) builder.addFlow(path, raw)
  for (const [path, raw] of locales) builder.addLocale(path, raw)
  return { ...builder.finish(versionOf([...flows, ...locales])), media }
}

type Files = readonly (readonly [path: string, raw: RawFile])[]

/** YAML files by path within the folder, in the order of their names; a folder that is not there has none. */
async function readFolder(folder: string): Promise<Files> {
  let entries: Dirent[]
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const raws = await Promise.all(paths.map(readRaw))
  return paths.map((path, index) => {
    const within = relative(folder, path).split(sep).join('/')
    return [within, raws[index] ?? { path, bytes: new Uint8Array() }] as const
  })
}

function versionOf(files: Files): string {
  const hash = createHash('sha256')
  for (const [path, raw] of files) hash.update(`${path}\0${raw.bytes.length}\0`).update(raw.bytes)
  return hash.digest('hex').slice(0, 12)
}

class TreeBuilder {
  readonly #complaints: Complaints
  readonly #root = new Map<string, RawFile>()
  readonly #procedures = new Map<string, ProcedureFiles>()
  readonly #overlays: Tree['overlays'][number][] = []
  readonly #desks: Tree['desks'][number][] = []
  readonly #shared = new Map<string, RawFile>()
  readonly #locales = new Map<string, LocaleFiles>()

  constructor(complaints: Complaints) {
    this.#complaints = complaints
  }

  addFlow(path: string, raw: RawFile): void {
    const parts = path.replace(/\.yaml$/, '').split('/')
    const [first = '', second = '', third] = parts
    if (path.endsWith('.yml')) return this.#unexpected(raw, 'Rename it: the ending is .yaml.')
    if (parts.length === 1) {
      if ((rootNames as readonly string[]).includes(first)) this.#root.set(first, raw)
      else this.#unexpected(raw, didYouMean(first, rootNames, 'Move it into the folder of its procedure.'))
    } else if (first === 'shared' && parts.length === 2) this.#shared.set(second, raw)
    else if (first === 'places' && second === 'provinces' && parts.length === 2)
      this.#root.set('provinces', raw)
    else if (first === 'places' && parts.length <= 3 && parts.at(-1) === 'desks')
      this.#desks.push({ place: third === undefined ? undefined : second, raw })
    else if (first === 'places' && third !== undefined && parts.length === 3) {
      this.#overlays.push({ place: second, procedure: third, raw })
    } else if (parts.length === 2 && (procedureNames as readonly string[]).includes(second)) {
      const files = this.#procedures.get(first) ?? {}
      this.#procedures.set(first, { ...files, [second]: raw })
    } else this.#unexpected(raw, didYouMean(second, procedureNames, 'Move or remove it.'))
  }

  addLocale(path: string, raw: RawFile): void {
    const parts = path.replace(/\.yaml$/, '').split('/')
    const [tag = '', name] = parts
    if (name === undefined || parts.length !== 2 || path.endsWith('.yml')) {
      return this.#unexpected(raw, 'Move it into the folder of its language, with the ending .yaml.')
    }
    const files: LocaleFiles = this.#locales.get(tag) ?? { translations: new Map() }
    if (name === 'interface') files.interface = raw
    else if (name === 'console') files.console = raw
    else if (name === 'spelling') files.spelling = raw
    else if (tag === 'vi') this.#unexpected(raw, 'Vietnamese texts stand in the flow itself.')
    else files.translations.set(name, raw)
    this.#locales.set(tag, files)
  }

  finish(version: string): Omit<Tree, 'media'> {
    return {
      version,
      menu: this.#root.get('menu'),
      contacts: this.#root.get('contacts'),
      calendar: this.#root.get('calendar'),
      provinces: this.#root.get('provinces'),
      procedures: this.#procedures,
      overlays: this.#overlays,
      desks: this.#desks.toSorted((a, b) => Number(a.place !== undefined) - Number(b.place !== undefined)),
      shared: this.#shared,
      locales: this.#locales,
    }
  }

  #unexpected(raw: RawFile, mend: string): void {
    const spot = { file: new SourceFile(raw.path, ''), start: 0, end: 0 }
    this.#complaints.error('unexpected-file', spot, 'nothing reads this file', mend)
  }
}
