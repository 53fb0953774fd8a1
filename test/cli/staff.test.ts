import { spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { runStaff } from '../../src/cli/staff.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { openStaff } from '../../src/handoff/office.ts'
import { openShelf, shelfPath, sqlitePath } from '../../src/store/open.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Case } from '../../src/store/store.ts'
import { hour, start } from '../handoff/arrange.ts'
import { keepCase } from '../handoff/keep-case.ts'

const main = new URL('../../src/cli/staff.ts', import.meta.url).pathname
let folder = ''
beforeEach(() => {
  folder = temporaryFolder()
})

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly complaints: string
}

/** Runs the command within this process. */
async function staff(
  args: readonly string[],
  input = '',
  environment: Record<string, string> = {},
): Promise<Ran> {
  let [out, complaints] = ['', '']
  const code = await runStaff(
    {
      environment: { DATA_DIR: folder, ...environment },
      now: Date.now,
      readInput: async () => input,
      print: (text) => {
        out += text.endsWith('\n') ? text : `${text}\n`
      },
      complain: (text) => {
        complaints += `${text}\n`
      },
    },
    args,
  )
  return { code, out, complaints }
}

/** Runs the real command, as an operator does. */
function staffProcess(args: readonly string[], input = ''): Promise<Ran> {
  const env = { PATH: process.env.PATH, DATA_DIR: folder }
  const child = spawn(process.execPath, [main, ...args], { env })
  let [out, complaints] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, complaints })))
}

const addLan = ['add', '--login', 'lan', '--name', 'Nguyễn Thị Lan', '--role', 'officer', '--desk', 'mot-cua']

/** The office as the service has it, on the same files. */
async function withOffice<T>(work: (office: ReturnType<typeof openStaff>) => Promise<T>): Promise<T> {
  const shelf = await openShelf({ dataDir: folder })
  const cases = {
    case: async () => ({ id: 'c1', desk: 'mot-cua', procedure: 'birth-linked' }) as Partial<Case> as Case,
  }
  try {
    return await work(openStaff({ shelf, now: Date.now, desks: () => new Map(), cases }))
  } finally {
    await shelf.close()
  }
}

const passwordIn = ({ out }: Ran) => /One-time password: (\S+)/.exec(out)?.[1] ?? ''

describe('npm run staff', () => {
  test('makes the first account with a one-time password that logs in, while the service has the store', async () => {
    const store = sqliteStore({ path: sqlitePath(folder) })
    try {
      const added = await staffProcess(addLan)
      expect([added.code, added.complaints]).toEqual([0, ''])
      expect(added.out).toContain('Nguyễn Thị Lan can log in as "lan" (officer).')
      const password = passwordIn(added)
      await withOffice(async ({ sessions }) => {
        const { token, mustChangePassword } = await sessions.logIn({
          login: 'lan',
          password,
          address: 'test',
        })
        expect(mustChangePassword).toBe(true)
        expect((await staffProcess(['disable', 'lan'])).code).toBe(0)
        expect(await sessions.who(token)).toBeUndefined()
      })
      expect((await staffProcess(['list'])).out).toMatch(/lan +Nguyễn Thị Lan +officer +mot-cua .*disabled/)
    } finally {
      await store.close()
    }
  })

  test('takes a password from standard input alone, and shows it nowhere', async () => {
    const given = 'bốn mùa hoa nở'
    const added = await staffProcess([...addLan, '--password-stdin'], `${given}\n`)
    expect([added.code, added.out.includes(given)]).toEqual([0, false])
    await withOffice(async ({ sessions }) => {
      expect(await sessions.logIn({ login: 'lan', password: given, address: 'test' })).toBeDefined()
    })
    expect((await staff([...addLan, '--password', given])).code).toBe(2)
    const weak = await staff(['reset', 'lan', '--password-stdin'], 'matkhau123\n')
    expect(weak).toMatchObject({ code: 1, complaints: expect.stringContaining('guessed first') })
    expect(readFileSync(shelfPath(folder), 'latin1')).not.toContain(given)
  })

  test('refuses a desk that nobody wrote, and says which there are', async () => {
    const added = await staff([...addLan.slice(0, -1), 'hong-bang'])
    expect([added.code, added.out]).toEqual([1, ''])
    expect(added.complaints).toMatch(/No such desk: hong-bang\. There are: .*mot-cua/)
    expect((await staff(['list'])).out).toContain('There are no accounts yet.')
    expect((await staff(['desks'])).out).toMatch(/^mot-cua +\S/m)
  })

  test('changes role, desks and Telegram account, and ends sessions', async () => {
    await staff(addLan)
    await staff(['add', '--login', 'chief', '--name', 'Trưởng phòng', '--role', 'admin'])
    expect((await staff(['role', 'lan', '--role', 'lead'])).out).toContain('is lead now')
    expect((await staff(['telegram', 'lan', '--id', '4711'])).code).toBe(0)
    expect((await staff(['telegram', 'chief', '--id', '4711'])).complaints).toContain('a colleague')
    expect((await staff(['list'])).out).toMatch(/lan .*lead +mot-cua +4711/)
    expect((await staff(['log-out', 'lan'])).code).toBe(0)
    expect((await staff(['disable', 'chief'])).complaints).toContain('last admin')
    const reset = await staff(['reset', 'lan'])
    expect(passwordIn(reset)).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/)
    expect((await staff(['disable', 'nobody'])).complaints).toContain('no account of that login')
  })

  test('gives a code by which they make their Telegram account known', async () => {
    await staff(addLan)
    const given = await staff(['link', 'lan'])
    expect(given.out).toMatch(
      /they write: \/link [A-Z2-9]{8}\nIt is good once, until \d{4}-\d\d-\d\d \d\d:\d\d\.$/m,
    )
    expect((await staff(['link', 'nobody'])).complaints).toContain('no account of that login')
    expect((await staff(['link'])).code).toBe(2)
  })

  test('shows who did what, of one or of all', async () => {
    expect((await staff(['audit'])).out).toContain('Nothing yet.')
    await staff(addLan)
    await staff(['disable', 'lan'])
    await staff(['add', '--login', 'chief', '--name', 'Trưởng phòng', '--role', 'admin'])
    const lines = (await staff(['audit'])).out.trim().split('\n')
    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(1, 4))).toEqual([
      ['command line', 'account.added', 'chief'],
      ['command line', 'account.disabled', 'lan'],
      ['command line', 'account.added', 'lan'],
    ])
    expect((await staff(['audit', 'lan'])).out).not.toContain('chief')
  })

  test('adds one of two accounts made at the same moment', async () => {
    const both = await Promise.all([staffProcess(addLan), staffProcess(addLan)])
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    expect(both.find(({ code }) => code === 1)?.complaints).toContain('This login is taken')
  })

  test.each([
    [[]],
    [['erase', 'lan']],
    [['add', '--login', 'lan']],
    [['add', '--login', 'lan', '--name', 'Lan', '--role', 'king']],
    [['disable']],
    [['desks', 'lan']],
    [['telegram', 'lan', '--id', 'lan']],
    [['accept']],
  ])('called as %j shows how it is called', async (args) => {
    const { code, out, complaints } = await staff(args)
    expect([code, out]).toEqual([2, ''])
    expect(complaints).toContain('npm run staff -- add')
  })

  test('tells the shell when it was called wrongly', async () => {
    const { code, out, complaints } = await staffProcess(['erase', 'lan'])
    expect([code, out]).toEqual([2, ''])
    expect(complaints).toContain('npm run staff -- add')
  })

  test('lists what officers propose; accepting marks it and says which file it goes into', async () => {
    const lan = { id: 'lan', login: 'lan', name: 'Lan', role: 'officer', desks: ['mot-cua'] } as const
    const { id } = await withOffice(({ proposals }) =>
      proposals.propose(lan, 'c1', { question: 'Muộn có phạt không?', answer: 'Dạ không ạ.', topic: 'fee' }),
    )
    const { out } = await staff(['proposals'])
    expect(out).toContain(`${id}  open  (lan, mot-cua,`)
    expect(out).toContain(
      '  Q: Muộn có phạt không?\n  A: Dạ không ạ.\n  flows/birth-linked/facts.yaml (topic fee)',
    )
    const accepted = await staff(['accept', id, '--note', 'ghi ngày mai'])
    expect(accepted.out).toContain('flows/birth-linked/facts.yaml')
    expect((await staff(['reject', id])).complaints).toContain('accepted by command line already')
    expect((await staff(['proposals'])).out).toContain('Note: ghi ngày mai')
  })

  test('says what is wrong with the flow files when it needs a desk', async () => {
    const flows = join(folder, 'flows')
    cpSync(new URL('../../flows', import.meta.url).pathname, flows, { recursive: true })
    writeFileSync(join(flows, 'places', 'desks.yaml'), 'desks: 7\n')
    const added = await staff(addLan, '', { FLOWS_DIR: flows })
    expect([added.code, added.out]).toEqual([1, ''])
    expect(added.complaints).toContain('desks.yaml')
  })
})

describe('npm run staff -- report', () => {
  /** A store with one case of a week, left open as by a service at work. */
  async function openStoreWithCase() {
    const store = sqliteStore({ path: sqlitePath(folder) })
    const at = start - 4 * 24 * hour
    await keepCase(store, { openedAt: at, takenAt: at + 5 * 60_000, closedAt: at + hour })
    return store
  }

  test('adds up a week beside a service that has the store, as a table and for Excel', async () => {
    const store = await openStoreWithCase()
    try {
      const week = await staff(['report', '--week', '2026-W47'])
      expect([week.code, week.complaints]).toEqual([0, ''])
      expect(week.out).toContain('Week 2026-W47, from 2026-11-16')
      expect(week.out).toMatch(/Một cửa.* 1 {2,}5 min/)
      const csv = await staff(['report', '--week', '2026-W47', '--desk', 'mot-cua', '--csv'])
      expect(csv.out.startsWith('\uFEFF"Tuần"')).toBe(true)
      expect(csv.out.split('\r\n')[1]).toMatch(/^"2026-W47","2026-11-16","mot-cua",".*",1,0,5,5,/)
      expect((await staff(['report', '--week', '2026-W46'])).out).toContain('No cases.')
    } finally {
      await store.close()
    }
  })

  test('of a service that never ran has no cases, and makes no database of its own', async () => {
    expect((await staff(['report'])).out).toContain('No cases.')
    expect(readdirSync(folder).filter((name) => name.startsWith('motcua'))).toEqual([])
  })

  test.each([
    [['--week', '47'], '2026-W47'],
    [['--week', '2027-W53'], '2026-W47'],
    [['--desk', 'hong-bang'], 'No such desk: hong-bang.'],
  ])('%j is refused with what would do', async (args, said) => {
    const { code, complaints } = await staff(['report', ...args])
    expect([code, complaints]).toEqual([1, expect.stringContaining(said)])
  })
})
