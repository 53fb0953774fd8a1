import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { Day } from '../../calendar/day.ts'
import { Complaints } from '../../content/complaints.ts'
import { folderName } from '../../content/schema/common.ts'
import { menuFile } from '../../content/schema/others.ts'
import { parseYaml, ref, spotOf } from '../../content/yaml.ts'
import type { Command, Desk } from './command.ts'
import { withLinesBelow } from './lines.ts'
import { scaffoldOf } from './scaffold.ts'

/** Folders and labels that are no procedures. */
const reserved: ReadonlySet<string> = new Set([
  'shared',
  'places',
  'schema',
  'out-of-scope',
  'other-public-service',
])

/** Starts a procedure: its folder with files that check and play at once, and its line in the menu. */
export const newProcedure: Command = {
  usage: 'new ID',
  summary: 'start a procedure: its folder, with a first fact, question, example and transcript',

  async run(desk, [id]) {
    const fault = await faultIn(desk, id)
    if (id === undefined || fault !== undefined) {
      desk.complain(fault ?? 'Name it.')
      return 2
    }
    const contact = await firstContact(desk)
    if (contact === undefined) {
      desk.complain(
        'contacts.yaml names nobody yet. A procedure needs somebody to ask: write a contact first.',
      )
      return 1
    }
    const menu = join(desk.flowsDir, 'menu.yaml')
    const entries = withEntry(await readFile(menu, 'utf8'), id)
    if (entries === undefined) {
      desk.complain(`${menu} cannot be added to. Mend it first: npm run flows -- check`)
      return 1
    }
    const files = scaffoldOf(id, contact, Day.inVietnam(desk.now))
    await mkdir(join(desk.flowsDir, id, 'transcripts'), { recursive: true })
    for (const [name, text] of files) {
      await writeFile(join(desk.flowsDir, id, name), text, { flag: 'wx' })
      desk.print(`Written: ${join(desk.flowsDir, id, name)}`)
    }
    await writeFile(menu, entries)
    desk.print(`Added to ${menu}`)
    desk.print(
      `Now write what is true into facts.yaml, and see: npm run flows -- check && npm run flows -- test ${id}`,
    )
    return 0
  },
}

async function faultIn({ flowsDir }: Desk, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return 'Name the procedure, e.g. npm run flows -- new poor-household'
  const named = folderName.safeParse(id)
  if (!named.success)
    return `"${id}" cannot be an id: ${named.error.issues[0]?.message ?? ''}, e.g. poor-household`
  if (reserved.has(id)) return `"${id}" has a meaning of its own. Choose another id.`
  const there = await readdir(flowsDir)
  return there.includes(id) ? `There is a procedure "${id}" already: ${join(flowsDir, id)}` : undefined
}

async function firstContact({ flowsDir }: Desk): Promise<string | undefined> {
  const file: unknown = load(await readFile(join(flowsDir, 'contacts.yaml'), 'utf8'))
  if (typeof file !== 'object' || file === null || !('contacts' in file)) return undefined
  return Object.keys(file.contacts ?? {})[0]
}

/** The menu with a line more at its end, comments and order kept; `undefined` when it cannot be added to. */
function withEntry(menu: string, id: string): string | undefined {
  const file = parseYaml('menu.yaml', menu, new Complaints())
  if (file === undefined) return undefined
  const { start, end } = spotOf(ref(file, 'menu'))
  const list = menu.slice(start, end)
  const changed = list.endsWith(']')
    ? `${menu.slice(0, end - 1).trimEnd()}${/^\[\s*\]$/.test(list) ? '' : ', '}${id}${menu.slice(end - 1)}`
    : withLinesBelow(menu, start, end, [`- ${id}`])
  const [before, after] = [menu, changed].map((text) => menuFile.safeParse(load(text)).data?.menu ?? [])
  return after?.join() === [...(before ?? []), id].join() ? changed : undefined
}
