/**
 * `npm run staff`: accounts of the office, its reports and what officers propose; also while the service is at work. Passwords
 * are printed once or read from standard input, never from an argument, which other users of the machine can see.
 */
import { parseArgs } from 'node:util'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { MotCuaError } from '../errors.ts'
import type { Role } from '../handoff/staff.ts'
import { accountCommands } from './staff/accounts.ts'
import { showAudit } from './staff/audit.ts'
import type { Asked, Command, StaffCommandOptions } from './staff/command.ts'
import { openStaffOffice, type StaffOffice } from './staff/office.ts'
import { accept, listProposals, reject } from './staff/proposals.ts'
import { report } from './staff/report.ts'

const usage = [
  'npm run staff -- add --login lan --name "Nguyễn Thị Lan" --role officer --desk mot-cua',
  '                                     a new account; prints a one-time password. Roles: officer, lead, admin',
  'npm run staff -- list                all accounts',
  'npm run staff -- disable <login>     ends their sessions at once, keeps what they did',
  'npm run staff -- enable <login>',
  'npm run staff -- reset <login>       a new one-time password, also for who is locked out',
  'npm run staff -- log-out <login>     ends their sessions everywhere',
  'npm run staff -- role <login> --role lead',
  'npm run staff -- desks               the desks there are',
  'npm run staff -- desks <login> --desk mot-cua --desk …      all of theirs',
  'npm run staff -- link <login>        a code by which they make their Telegram account known, in the group of their desk',
  'npm run staff -- telegram <login> --id 4711        their Telegram account; --id none takes it away',
  'npm run staff -- report --week 2026-W47 [--desk id] [--csv]',
  'npm run staff -- proposals           answers that officers propose for all',
  'npm run staff -- accept <id> [--note text]         marks it; what is live stays in the flow files',
  'npm run staff -- reject <id> [--note text]',
  'npm run staff -- audit [<login>]      who did what lately, and read which case, the latest first',
  '',
  'add and reset take --password-stdin: the one-time password is read from standard input.',
].join('\n')

const commands: ReadonlyMap<string, Command> = new Map([
  ...Object.entries(accountCommands),
  ['report', report],
  ['audit', showAudit],
  ['proposals', listProposals],
  ['accept', accept],
  ['reject', reject],
])

/** Runs the command; gives its exit code: 0 done, 1 not done, 2 called wrongly or wrong settings. */
export async function runStaff(options: StaffCommandOptions, args: readonly string[]): Promise<number> {
  const called = readArguments(args)
  const command = called && commands.get(called.name)
  if (called === undefined || command === undefined) {
    options.complain(usage)
    return 2
  }
  let office: StaffOffice | undefined
  try {
    const config: Config = readConfig(options.environment)
    office = await openStaffOffice(config, options.now)
    const code = await command(office, called.asked, options)
    if (code === 2) options.complain(usage)
    return code
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    options.complain(error.message)
    return error.code === 'config/invalid' ? 2 : 1
  } finally {
    await office?.close()
  }
}

const roles: ReadonlySet<string> = new Set<Role>(['officer', 'lead', 'admin'])

function readArguments(
  args: readonly string[],
): { readonly name: string; readonly asked: Asked } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        login: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        desk: { type: 'string', multiple: true },
        id: { type: 'string' },
        week: { type: 'string' },
        csv: { type: 'boolean' },
        note: { type: 'string' },
        'password-stdin': { type: 'boolean' },
      },
      allowPositionals: true,
    })
    const [name = '', target, ...more] = positionals
    const { role, 'password-stdin': readsPassword = false, ...rest } = values
    if (more.length > 0 || (role !== undefined && !roles.has(role))) return undefined
    return { name, asked: { ...rest, target, role: role as Role | undefined, readsPassword } }
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  loadEnvFile()
  const options: StaffCommandOptions = {
    environment: process.env,
    now: Date.now,
    readInput: async () => {
      let text = ''
      for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
      return text
    },
    print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
  // Whoever reads the first lines only ends the pipe.
  process.stdout.on('error', () => process.exit(0))
  process.exitCode = await runStaff(options, process.argv.slice(2))
}
