/** Folders of flow files for one test: copied from the shipped ones, or written by hand. */
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { dump, load } from 'js-yaml'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import type { Content } from '../../src/content/content.ts'
import { type LoadResult, loadContent } from '../../src/content/load.ts'

const root = resolve(import.meta.dirname, '../..')
export const shippedFlowsDir = join(root, 'flows')
export const shippedLocalesDir = join(root, 'locales')

/** The shipped content; fails when it has errors. */
export async function loadShipped(): Promise<Content> {
  return contentOf(await loadContent({ flowsDir: shippedFlowsDir, localesDir: shippedLocalesDir }))
}

/** @throws with all problems when the files were refused */
export function contentOf(result: LoadResult): Content {
  if (result.ok) return result.content
  const lines = result.problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
  throw new Error(`the flow files are refused:\n${lines.join('\n')}`)
}

export interface FlowFiles {
  /** By path, e.g. `flows/kite/script.yaml`. */
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
  load(): Promise<LoadResult>
}

const interfaceVi = 'locales/vi/interface.yaml'
const general = ['flows/calendar.yaml', 'flows/places/provinces.yaml', interfaceVi]

/** The shipped files that one procedure needs, in Vietnamese only; `own` are those that speak of it. */
export async function copyProcedure(
  procedure: string,
): Promise<FlowFiles & { readonly own: readonly string[] }> {
  const folder = openFolder()
  const own = await filesOf(procedure)
  await folder.write('flows/menu.yaml', `menu: [${procedure}]\n`)
  for (const path of [...general, 'flows/contacts.yaml', ...own]) await folder.copy(path)
  return { ...folder, own }
}

async function filesOf(procedure: string): Promise<readonly string[]> {
  const script = `flows/${procedure}/script.yaml`
  const called = (await readFile(join(root, script), 'utf8')).matchAll(/^ *flow: (\S+)$/gm)
  const shared = [...called].map(([, flow]) => `flows/shared/${flow}.yaml`)
  const overlays: string[] = []
  for await (const path of glob(`flows/places/*/${procedure}.yaml`, { cwd: root })) overlays.push(path)
  return [script, `flows/${procedure}/facts.yaml`, ...shared, ...overlays.sort()]
}

export interface Made {
  /** `steps:` of each script, by procedure; YAML. */
  readonly scripts: Readonly<Record<string, string>>
  /** `facts:` of a procedure; YAML. Values may leave out source, confidence (confirmed) and day of review. */
  readonly facts?: Readonly<Record<string, string>>
  /** Further files by path. */
  readonly files?: Readonly<Record<string, string>>
}

/** Content made of scripts and facts written in a test, with the shipped Vietnamese interface. */
export async function makeContent({ scripts, facts = {}, files = {} }: Made): Promise<Content> {
  const folder = openFolder()
  try {
    for (const path of general) await folder.copy(path)
    await folder.write('flows/contacts.yaml', contacts)
    await folder.write('flows/menu.yaml', `menu: [${Object.keys(scripts).join(', ')}]\n`)
    for (const [id, steps] of Object.entries(scripts)) {
      await folder.write(`flows/${id}/script.yaml`, `procedure: ${id}\nsteps:\n${indented(steps)}`)
      await folder.write(`flows/${id}/facts.yaml`, factsFile(id, facts[id] ?? someFact))
    }
    for (const [path, text] of Object.entries(files)) await folder.write(path, text)
    return contentOf(await folder.load())
  } finally {
    // At once: content is also made where no test runs yet.
    await folder.remove()
  }
}

const someFact = `
where:
  type: text
  topic: where
  label: Nơi làm
  values:
    - value: Ủy ban xã
`
const contacts = `
contacts:
  desk:
    name: Một cửa
    text: Một cửa xã.
    source: bịa ra để thử
    confidence: confirmed
    reviewed: 2026-11-01
`

function factsFile(id: string, facts: string): string {
  const parsed = load(facts) as Record<string, { values: object[] }>
  const usual = { source: 'law', confidence: 'confirmed', reviewed: '2026-11-01' }
  for (const fact of Object.values(parsed)) fact.values = fact.values.map((value) => ({ ...usual, ...value }))
  return dump({
    procedure: id,
    name: `Thủ tục ${id}`,
    short: `Việc ${id}`,
    contact: 'desk',
    sources: { law: { title: 'Luật thử' } },
    facts: parsed,
  })
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

function openFolder(): FlowFiles & { copy(path: string): Promise<void>; remove(): Promise<void> } {
  const folder = temporaryFolder()
  const at = async (path: string): Promise<string> => {
    const full = join(folder, path)
    await mkdir(dirname(full), { recursive: true })
    return full
  }
  return {
    read: (path) => readFile(join(folder, path), 'utf8'),
    write: async (path, text) => writeFile(await at(path), text),
    copy: async (path) => cp(join(root, path), await at(path)),
    load: () => loadContent({ flowsDir: join(folder, 'flows'), localesDir: join(folder, 'locales') }),
    remove: () => rm(folder, { recursive: true }),
  }
}
