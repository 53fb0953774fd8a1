// @ts-check
/** Who works here: accounts, their desks, new passwords. */
import { get, post } from './api.js'
import { whoAmI } from './desk.js'
import { button, element, field, select, toast } from './dom.js'
import { openDialog } from './keys.js'
import { wrong } from './login.js'
import { fill, table } from './table.js'
import { text } from './texts.js'
import { moment } from './time.js'

/**
 * @typedef {{ id: string, login: string, name: string, role: string, desks: string[], isDisabled: boolean,
 *   mustChangePassword: boolean, lastLoginAt?: number }} Account
 */

const roles = ['officer', 'lead', 'admin']

/** @param {HTMLElement} place */
export function showAccounts(place) {
  const again = () => showAccounts(place)
  void fill(place, text('shell.accounts'), text('accounts.intro'), async () => {
    const { accounts } = await get('accounts')
    const add = button(text('accounts.add'), () => askToAdd(again), 'action main')
    const tools = element('div', { className: 'bar' }, add)
    if (accounts.length === 0) return [tools, element('p', { className: 'empty' }, text('accounts.empty'))]
    const columns = ['name', 'login', 'role', 'desks', 'state', 'actions'].map((column) =>
      text(`accounts.${column}`),
    )
    return [
      tools,
      table(
        text('shell.accounts'),
        columns,
        accounts.map((/** @type {Account} */ one) => rowOf(one, again)),
      ),
    ]
  })
}

/**
 * @param {Account} account
 * @param {() => void} again
 */
function rowOf(account, again) {
  const { login, name, role, desks, isDisabled } = account
  const isSelf = login === whoAmI().staff.login
  const actions = element(
    'div',
    { className: 'actions' },
    !(isSelf && role === 'admin') &&
      button(text('accounts.desks_change'), () => askForDesks(account, again), 'action quiet'),
    !isSelf && button(text('accounts.reset'), () => confirmed('reset', account, again), 'action quiet'),
    !isSelf && button(text('accounts.log_out'), () => confirmed('log_out', account, again), 'action quiet'),
    !isSelf &&
      (isDisabled
        ? button(text('accounts.enable'), () => confirmed('enable', account, again), 'action quiet')
        : button(text('accounts.disable'), () => confirmed('disable', account, again), 'action danger')),
  )
  const deskNames = role === 'admin' ? text('accounts.all_desks') : desks.map(deskName).join(', ') || '–'
  return [name, login, text(`role.${role}`), deskNames, stateOf(account), actions]
}

/** @param {Account} account */
function stateOf({ isDisabled, mustChangePassword, lastLoginAt }) {
  if (isDisabled) return text('accounts.is_disabled')
  if (mustChangePassword) return text('accounts.not_yet')
  return lastLoginAt === undefined
    ? text('accounts.never')
    : text('accounts.last', { at: moment(lastLoginAt) })
}

/** @param {string} id */
function deskName(id) {
  return whoAmI().desks.find((desk) => desk.id === id)?.name ?? id
}

/** @param {() => void} again */
function askToAdd(again) {
  const name = element('input', { type: 'text', required: true, maxLength: 80, autocomplete: 'off' })
  const login = element('input', {
    type: 'text',
    required: true,
    maxLength: 32,
    autocomplete: 'off',
    pattern: '[a-z0-9][a-z0-9.\\-]*',
  })
  login.setAttribute('autocapitalize', 'none')
  const isAdmin = whoAmI().staff.role === 'admin'
  const offered = isAdmin ? roles : ['officer']
  const role = select(offered.map((one) => [one, text(`role.${one}`)]))
  const desks = deskBoxes([])
  openDialog(
    text('accounts.add'),
    [
      field(text('accounts.name'), name, text('accounts.name_help')),
      field(text('accounts.login'), login, text('accounts.login_help')),
      field(text('accounts.role'), role),
      desks.box,
    ],
    {
      submit: text('accounts.add_submit'),
      async onSubmit() {
        const body = {
          name: name.value.trim(),
          login: login.value.trim(),
          role: role.value,
          desks: desks.chosen(),
        }
        await tryTo(async () => {
          const added = await post('accounts', body)
          again()
          showOneTime(added.login, added.password)
        })
      },
    },
  )
}

/**
 * @param {Account} account
 * @param {() => void} again
 */
function askForDesks({ login, name, role: formerRole, desks: former }, again) {
  const desks = deskBoxes(former)
  const { staff } = whoAmI()
  const role = select(
    roles.map((one) => [one, text(`role.${one}`)]),
    formerRole,
  )
  const mayChangeRole = staff.role === 'admin' && staff.login !== login
  openDialog(
    text('accounts.desks_of', { name }),
    mayChangeRole ? [field(text('accounts.role'), role), desks.box] : [desks.box],
    {
      submit: text('shell.save'),
      onSubmit: () =>
        tryTo(async () => {
          const account = `accounts/${encodeURIComponent(login)}`
          if (mayChangeRole && role.value !== formerRole)
            await post(account, { does: 'role', role: role.value })
          await post(account, { does: 'desks', desks: desks.chosen() })
          again()
        }),
    },
  )
}

/** @param {readonly string[]} former */
function deskBoxes(former) {
  const own = whoAmI().desks.filter(({ isOwn }) => isOwn)
  const boxes = own.map(({ id, name }) => ({
    name,
    box: element('input', { type: 'checkbox', value: id, checked: former.includes(id) }),
  }))
  const labels = boxes.map(({ name, box }) => element('label', { className: 'check' }, box, name))
  return {
    box: element(
      'fieldset',
      { className: 'choices desks' },
      element('legend', {}, text('accounts.desks')),
      ...labels,
    ),
    chosen: () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
  }
}

/**
 * @param {'reset' | 'disable' | 'enable' | 'log_out'} does
 * @param {Account} account
 * @param {() => void} again
 */
function confirmed(does, { login, name }, again) {
  openDialog(text(`accounts.${does}`), [element('p', {}, text(`accounts.${does}_help`, { name }))], {
    submit: text(`accounts.${does}`),
    isDanger: does === 'disable',
    onSubmit: () =>
      tryTo(async () => {
        const answer = await post(`accounts/${encodeURIComponent(login)}`, { does })
        again()
        if (answer.password) showOneTime(login, answer.password)
      }),
  })
}

/**
 * @param {string} login
 * @param {string} password
 */
function showOneTime(login, password) {
  const shown = element('output', { className: 'secret' }, password)
  openDialog(text('accounts.one_time'), [element('p', {}, text('accounts.one_time_help', { login })), shown])
}

/** @param {() => Promise<void>} what */
async function tryTo(what) {
  try {
    await what()
  } catch (error) {
    toast(wrong(error), { isWrong: true, closeLabel: text('shell.close') })
  }
}
