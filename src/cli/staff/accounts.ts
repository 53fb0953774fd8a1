/** The commands on accounts. */
import type { AccountSummary } from '../../handoff/accounts/account.ts'
import { operator } from '../../handoff/accounts/rights.ts'
import { table } from '../flows/table.ts'
import type { Asked, Command, StaffCommandOptions } from './command.ts'

const calledWrongly = 2

const add: Command = async ({ accounts, content }, asked, options) => {
  const { login = asked.target, name, role, desk: desks = [] } = asked
  if (login === undefined || name === undefined || role === undefined) return calledWrongly
  await content()
  const given = await passwordOf(asked, options)
  const { staff, oneTimePassword } = await accounts.add(operator, { login, name, role, desks, ...given })
  options.print(`${staff.name} can log in as "${staff.login}" (${role}).`)
  if (desks.length === 0 && role !== 'admin')
    options.print(`They have no desk yet: npm run staff -- desks ${staff.login} --desk <id>`)
  tellPassword(oneTimePassword, asked, options)
  return 0
}

const reset: Command = async ({ accounts }, asked, options) => {
  if (asked.target === undefined) return calledWrongly
  const { oneTimePassword } = await accounts.reset(
    operator,
    asked.target,
    (await passwordOf(asked, options)).password,
  )
  options.print('Their sessions have ended.')
  tellPassword(oneTimePassword, asked, options)
  return 0
}

async function passwordOf(
  { readsPassword }: Asked,
  { readInput }: StaffCommandOptions,
): Promise<{ readonly password?: string }> {
  return readsPassword ? { password: (await readInput()).split(/\r?\n/, 1)[0] ?? '' } : {}
}

function tellPassword(password: string, { readsPassword }: Asked, { print }: StaffCommandOptions): void {
  print(readsPassword ? 'The one-time password is the one given.' : `One-time password: ${password}`)
  print('It is good for seven days and for one thing: choosing a password of their own at the first login.')
}

const list: Command = async ({ accounts }, _, { print }) => {
  const all = await accounts.list(operator)
  if (all.length === 0) {
    print('There are no accounts yet. Begin with an admin:')
    print('npm run staff -- add --login lan --name "Nguyễn Thị Lan" --role admin')
    return 0
  }
  const rows = all.map((one) => [
    one.login,
    one.name,
    one.role,
    one.role === 'admin' ? 'all' : one.desks.join(', ') || 'none',
    one.telegramId === undefined ? '' : String(one.telegramId),
    one.lastLoginAt === undefined ? 'never' : vietnamTime(one.lastLoginAt),
    stateOf(one),
  ])
  print(table(['login', 'name', 'role', 'desks', 'telegram', 'last login', ''], rows))
  return 0
}

function stateOf({ isDisabled, mustChangePassword }: AccountSummary): string {
  if (isDisabled) return 'disabled'
  return mustChangePassword ? 'one-time password' : ''
}

const disable: Command = async ({ accounts }, { target }, { print }) => {
  if (target === undefined) return calledWrongly
  await accounts.disable(operator, target)
  print('Disabled. Their sessions have ended.')
  return 0
}

const enable: Command = async ({ accounts }, { target }, { print }) => {
  if (target === undefined) return calledWrongly
  await accounts.enable(operator, target)
  print('They can log in again.')
  return 0
}

const logOut: Command = async ({ accounts }, { target }, { print }) => {
  if (target === undefined) return calledWrongly
  await accounts.logOutEverywhere(operator, target)
  print('Their sessions have ended.')
  return 0
}

const role: Command = async ({ accounts }, { target, role }, { print }) => {
  if (target === undefined || role === undefined) return calledWrongly
  const staff = await accounts.setRole(operator, target, role)
  print(`${staff.name} is ${role} now, and has to log in anew.`)
  return 0
}

const desks: Command = async ({ accounts, content }, { target, desk }, { print }) => {
  const { directory } = await content()
  if (target === undefined) {
    if (directory.all.size === 0)
      print('There are no desks yet: docs/writing-flows.md says how to write them.')
    else
      print(
        table(
          ['desk', 'name'],
          [...directory.all.values()].map(({ id, name }) => [id, name]),
        ),
      )
    return 0
  }
  if (desk === undefined) return calledWrongly
  const staff = await accounts.setDesks(operator, target, desk)
  print(`${staff.name} has: ${staff.desks.join(', ')}.`)
  return 0
}

const telegram: Command = async ({ accounts }, { target, id }, { print }) => {
  if (target === undefined || id === undefined || !/^(?:none|[1-9]\d{0,15})$/.test(id)) return calledWrongly
  const staff = await accounts.setTelegram(operator, target, id === 'none' ? undefined : Number(id))
  print(
    id === 'none'
      ? `${staff.name} has no Telegram account.`
      : `What ${id} writes in a group is ${staff.name}’s.`,
  )
  return 0
}

const link: Command = async ({ links }, { target }, { print }) => {
  if (target === undefined) return calledWrongly
  const { code, expiresAt } = await links.make(target)
  print(`In the Telegram group of their desk they write: /link ${code}`)
  print(`It is good once, until ${vietnamTime(expiresAt)}.`)
  return 0
}

export const accountCommands: Readonly<Record<string, Command>> = {
  add,
  list,
  disable,
  enable,
  reset,
  role,
  desks,
  telegram,
  link,
  'log-out': logOut,
}

/** `2026-11-22 09:05`, in Vietnam. */
export function vietnamTime(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
