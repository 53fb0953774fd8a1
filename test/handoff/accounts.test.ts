import { describe, expect, test } from 'vitest'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { goodPassword, openAccounts, refusal } from './arrange.ts'

const lan = { login: 'lan', name: 'Nguyễn Thị Lan', role: 'officer', desks: ['hai-phong/hong-bang'] } as const

describe('an account', () => {
  test('is added with a one-time password that reads well and nobody guesses', async () => {
    const { accounts } = openAccounts()
    const { staff, oneTimePassword } = await accounts.add(operator, { ...lan, login: ' Lan ' })
    expect(staff).toEqual({ id: 'lan', ...lan })
    expect(oneTimePassword).toMatch(/^(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
    const again = await accounts.add(operator, { ...lan, login: 'lan2' })
    expect(again.oneTimePassword).not.toBe(oneTimePassword)
  })

  test('keeps no password, only what scrypt makes of it', async () => {
    const { accounts, shelf, now } = openAccounts()
    await accounts.add(operator, { ...lan, password: goodPassword })
    const kept = JSON.stringify(await shelf.list('staff', now()))
    expect(kept).not.toContain('trâu')
    expect(kept).toMatch(/scrypt\$4\$1\$1\$[\w-]{22}\$[\w-]{43}/)
  })

  test('has a login that nobody else gets, also when two ask at once', async () => {
    const { accounts } = openAccounts()
    const both = await Promise.allSettled([accounts.add(operator, lan), accounts.add(operator, lan)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await accounts.add(operator, { ...lan, login: 'chief', role: 'admin' })
    await accounts.disable(operator, 'lan')
    expect(await refusal(accounts.add(operator, lan))).toBe('login_taken')
  })

  test.each(['', 'a b', 'lân', '-lan', 'lan.', 'x'.repeat(33), '../etc', '__proto__'])(
    'does not have %j as a login',
    async (login) => {
      expect(await refusal(openAccounts().accounts.add(operator, { ...lan, login }))).toBe('bad_login')
    },
  )

  test('names its desks as the directory does; who errs is told which there are', async () => {
    const { accounts } = openAccounts()
    const adding = accounts.add(operator, { ...lan, desks: ['hai-phong/hong-bang', 'hong-bang'] })
    await expect(adding).rejects.toMatchObject({
      reason: 'unknown_desk',
      message: 'No such desk: hong-bang. There are: hai-phong/hong-bang, hai-phong/le-chan, province.',
    })
  })

  test.each([
    ['short one', 'weak'],
    ['Mật khẩu 123456', 'weak'],
    ['matkhau2026', 'weak'],
    ['0987654321', 'weak'],
    ['qwertyuiop', 'weak'],
    ['aaaabbbbaaaa', 'weak'],
    ['NguyenThiLan1990', 'weak'],
    ['lan1234567', 'weak'],
    ['x'.repeat(129), 'weak'],
    ['con trâu đi trước', 'good'],
    ['Tám giờ sáng họp xã', 'good'],
  ])('with %j as a password is %s', async (password, verdict) => {
    const adding = openAccounts().accounts.add(operator, { ...lan, password })
    if (verdict === 'good') await adding
    else expect(await refusal(adding)).toBe('weak_password')
  })
})

describe('who may do what to accounts', () => {
  async function office() {
    const opened = openAccounts()
    const chief = await opened.join('chief', 'admin', [])
    const lead = await opened.join('lead', 'lead', ['hai-phong/hong-bang', 'hai-phong/le-chan'])
    await opened.join('lan')
    await opened.join('binh', 'officer', ['hai-phong/hong-bang', 'province'])
    await opened.join('hoa', 'lead', ['hai-phong/hong-bang'])
    return { ...opened, chief, lead }
  }

  test('an officer may do nothing, not even see the list', async () => {
    const { accounts } = await office()
    const lan = await accounts.find('lan')
    if (lan === undefined) throw new Error('there is no lan')
    expect(await accounts.list(lan)).toEqual([])
    expect(await refusal(accounts.reset(lan, 'lan'))).toBe('not_allowed')
    expect(await refusal(accounts.setRole(lan, 'lan', 'admin'))).toBe('not_allowed')
    const another = { login: 'x', name: 'X', role: 'officer', desks: ['hai-phong/hong-bang'] } as const
    expect(await refusal(accounts.add(lan, another))).toBe('not_allowed')
  })

  test('a lead has officers of their desks alone, and gives nobody more than that', async () => {
    const { accounts, lead } = await office()
    expect((await accounts.list(lead)).map(({ login }) => login)).toEqual(['lan'])
    await accounts.setDesks(lead, 'lan', ['hai-phong/le-chan'])
    for (const doing of [
      accounts.disable(lead, 'binh'),
      accounts.reset(lead, 'hoa'),
      accounts.reset(lead, 'chief'),
      accounts.setRole(lead, 'lan', 'lead'),
      accounts.setDesks(lead, 'lan', ['province']),
      accounts.setDesks(lead, 'lan', []),
      accounts.add(lead, { login: 'x', name: 'X', role: 'lead', desks: ['hai-phong/le-chan'] }),
      accounts.add(lead, { login: 'x', name: 'X', role: 'officer', desks: [] }),
    ])
      expect(await refusal(doing)).toBe('not_allowed')
    expect((await accounts.find('lan'))?.desks).toEqual(['hai-phong/le-chan'])
  })

  test('the last admin stays one', async () => {
    const { accounts, chief, join } = await office()
    expect(await refusal(accounts.disable(chief, 'chief'))).toBe('last_admin')
    expect(await refusal(accounts.setRole(chief, 'chief', 'officer'))).toBe('last_admin')
    await join('second', 'admin', [])
    await accounts.disable(chief, 'chief')
    expect(await refusal(accounts.disable(operator, 'second'))).toBe('last_admin')
  })

  test('a Telegram account is one colleague’s, and nobody’s when they are disabled', async () => {
    const { accounts } = await office()
    await accounts.setTelegram(operator, 'lan', 4711)
    expect(await refusal(accounts.setTelegram(operator, 'binh', 4711))).toBe('telegram_taken')
    expect((await accounts.byTelegram(4711))?.login).toBe('lan')
    await accounts.disable(operator, 'lan')
    expect(await accounts.byTelegram(4711)).toBeUndefined()
    expect(await accounts.find('lan')).toBeUndefined()
  })

  test('everything done is in the audit, refused things are not done', async () => {
    const { accounts, lead, audited } = await office()
    const before = (await audited()).length
    await accounts.setDesks(lead, 'lan', ['hai-phong/le-chan'])
    await refusal(accounts.disable(lead, 'binh'))
    await accounts.disable(operator, 'lan')
    expect((await audited()).slice(before)).toEqual([
      'lead account.desks_changed lan',
      'command line account.disabled lan',
    ])
    expect((await accounts.find('binh'))?.login).toBe('binh')
  })
})
