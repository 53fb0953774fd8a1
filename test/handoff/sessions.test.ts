import { describe, expect, test } from 'vitest'
import { createHasher, type Hasher } from '../../src/handoff/accounts/hasher.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { isCsrf } from '../../src/handoff/accounts/sessions.ts'
import { memoryShelf } from '../support/shelf.ts'
import { address, cheap, goodPassword, hour, minute, openAccounts, refusal } from './arrange.ts'

async function office() {
  const shelf = memoryShelf()
  const opened = openAccounts({ shelf })
  const staff = await opened.join('lan')
  shelf.calls()
  return { ...opened, shelf, staff }
}

describe('a session', () => {
  test('is a random token that the shelf does not hold', async () => {
    const { logIn, shelf, now, sessions, staff } = await office()
    const first = await logIn('Lan ')
    const second = await logIn('lan')
    expect(first.token).toMatch(/^[\w-]{43}$/)
    expect(second.token).not.toBe(first.token)
    const kept = JSON.stringify(await shelf.list('staff-session', now()))
    for (const secret of [first.token, first.csrf]) expect(kept).not.toContain(secret)
    expect(await sessions.who(first.token)).toMatchObject({ type: 'staff', staff, csrf: first.csrf })
    expect(await sessions.who(second.token)).toMatchObject({ csrf: second.csrf })
    expect(await sessions.who(first.token.replace(/.$/, '_'))).toBeUndefined()
    expect(await sessions.who('')).toBeUndefined()
  })

  test('has a token against foreign pages that fits no other session', async () => {
    const { logIn } = await office()
    const [one, other] = [await logIn('lan'), await logIn('lan')]
    expect(isCsrf(one.csrf, one.csrf)).toBe(true)
    expect(isCsrf(other.csrf, one.csrf)).toBe(false)
    expect(isCsrf('', one.csrf)).toBe(false)
  })

  test('ends two hours after they did something, whatever a page asks for by itself', async () => {
    const { logIn, pass, sessions } = await office()
    const { token } = await logIn('lan')
    pass(2 * hour - minute)
    expect(await sessions.who(token)).toBeDefined()
    pass(2 * hour - minute)
    expect(await sessions.who(token, { isActive: false })).toBeDefined()
    pass(minute)
    expect(await sessions.who(token)).toBeUndefined()
  })

  test('ends after twelve hours, however busy', async () => {
    const { logIn, pass, sessions } = await office()
    const { token } = await logIn('lan')
    for (let i = 0; i < 11; i++) {
      pass(hour)
      expect(await sessions.who(token)).toBeDefined()
    }
    pass(hour - 1)
    expect(await sessions.who(token)).toBeDefined()
    pass(1)
    expect(await sessions.who(token)).toBeUndefined()
  })

  test('does not come back when it is used in the moment it is ended', async () => {
    const { logIn, pass, sessions } = await office()
    const { token } = await logIn('lan')
    pass(10 * minute)
    await Promise.all([sessions.who(token), sessions.logOut(token), sessions.who(token)])
    expect(await sessions.who(token)).toBeUndefined()
  })

  test('ends at once when the account is disabled, gets another role, or a new password', async () => {
    const { logIn, sessions, accounts, join } = await office()
    await join('chief', 'admin', [])
    const ends = async (end: () => Promise<unknown>) => {
      const { token } = await logIn('lan')
      expect(await sessions.who(token)).toBeDefined()
      await end()
      expect(await sessions.who(token)).toBeUndefined()
    }
    await ends(() => accounts.setRole(operator, 'lan', 'lead'))
    await ends(() => accounts.logOutEverywhere(operator, 'lan'))
    await ends(async () => {
      await accounts.disable(operator, 'lan')
      await accounts.enable(operator, 'lan')
    })
    await ends(() => accounts.reset(operator, 'lan'))
  })

  test('follows a change of desks without a new login', async () => {
    const { logIn, sessions, accounts } = await office()
    const { token } = await logIn('lan')
    await accounts.setDesks(operator, 'lan', ['province'])
    expect(await sessions.who(token)).toMatchObject({ staff: { desks: ['province'] } })
  })

  test('is logged out alone, or with all others', async () => {
    const { logIn, sessions } = await office()
    const tokens = await Promise.all([1, 2, 3].map(async () => (await logIn('lan')).token))
    const [one = '', two = '', three = ''] = tokens
    await sessions.logOut(one)
    expect(await Promise.all(tokens.map((token) => sessions.who(token).then(Boolean)))).toEqual([
      false,
      true,
      true,
    ])
    await sessions.logOutEverywhere(two)
    expect(await sessions.who(two)).toBeUndefined()
    expect(await sessions.who(three)).toBeUndefined()
    expect(await sessions.who((await logIn('lan')).token)).toBeDefined()
  })
})

describe('a one-time password', () => {
  test('opens nothing but the change of the password', async () => {
    const { accounts, sessions, logIn } = await office()
    const { oneTimePassword } = await accounts.reset(operator, 'lan')
    expect(await refusal(logIn('lan'))).toBe('wrong_password')
    const { token, mustChangePassword } = await logIn('lan', oneTimePassword)
    expect(mustChangePassword).toBe(true)
    const present = await sessions.who(token)
    expect(present).toMatchObject({ type: 'must_change_password', login: 'lan' })
    expect(present).not.toHaveProperty('staff')

    const next = 'trời mưa bong bóng'
    const change = (to: string) =>
      sessions.changePassword({ token, current: oneTimePassword, next: to, address })
    expect(await refusal(change(oneTimePassword))).toBe('weak_password')
    expect(await refusal(change('ngắn quá'))).toBe('weak_password')
    const changed = await change(next)
    expect(changed.token).not.toBe(token)
    expect(await sessions.who(token)).toBeUndefined()
    expect(await sessions.who(changed.token)).toMatchObject({ type: 'staff' })
    expect(await refusal(logIn('lan', oneTimePassword))).toBe('wrong_password')
    expect((await logIn('lan', next)).mustChangePassword).toBe(false)
  })

  test('is too old after a week', async () => {
    const { accounts, logIn, pass } = await office()
    const { oneTimePassword } = await accounts.reset(operator, 'lan')
    pass(7 * 24 * hour)
    expect(await refusal(logIn('lan', oneTimePassword))).toBe('one_time_expired')
  })
})

describe('changing the password', () => {
  test('needs the present one, and ends the other sessions', async () => {
    const { logIn, sessions } = await office()
    const [own, other] = [await logIn('lan'), await logIn('lan')]
    const change = (current: string) =>
      sessions.changePassword({ token: own.token, current, next: 'trời mưa bong bóng', address })
    expect(await refusal(change('trời mưa bong bóng'))).toBe('wrong_password')
    const changed = await change(goodPassword)
    expect(await sessions.who(other.token)).toBeUndefined()
    expect(await sessions.who(changed.token)).toBeDefined()
    expect(await refusal(logIn('lan'))).toBe('wrong_password')
  })

  test('is the same password however the accents are typed', async () => {
    const { logIn } = await office()
    expect(await logIn('lan', goodPassword.normalize('NFD'))).toBeDefined()
  })
})

describe('trying passwords', () => {
  test('costs the same work whether the login exists or not', async () => {
    const shelf = memoryShelf()
    const hasher = createHasher(cheap)
    const hashed: string[] = []
    const counted: Hasher = {
      ...hasher,
      hash: (password) => {
        hashed.push('hash')
        return hasher.hash(password)
      },
      isRight: (password, kept) => {
        hashed.push('isRight')
        return hasher.isRight(password, kept)
      },
    }
    const { logIn, join } = openAccounts({ shelf, hasher: counted })
    await join('lan')
    const work = async (login: string) => {
      shelf.calls()
      hashed.splice(0)
      expect(await refusal(logIn(login, 'nothing like it'))).toBe('wrong_password')
      return [...shelf.calls(), ...hashed]
    }
    const known = await work('lan')
    expect(await work('nobody')).toEqual(known)
    expect(await work('')).toEqual(known)
    expect(known).toEqual(expect.arrayContaining(['append audit', 'isRight']))
  })

  test('ends after ten per login, from wherever, for a quarter of an hour; unknown logins alike', async () => {
    for (const login of ['lan', 'nobody']) {
      const { logIn, pass } = await office()
      for (let i = 0; i < 10; i++)
        expect(await refusal(logIn(login, 'wrong one', `198.51.100.${i}`))).toBe('wrong_password')
      const locked = logIn(login, goodPassword, '192.0.2.1')
      await expect(locked).rejects.toMatchObject({ reason: 'locked_out', retryAfterMs: 15 * minute })
      pass(15 * minute - 1)
      expect(await refusal(logIn(login, goodPassword, '192.0.2.1'))).toBe('locked_out')
      pass(1)
      if (login === 'lan') await logIn(login)
      else expect(await refusal(logIn(login))).toBe('wrong_password')
    }
  })

  test('counts tries made at the same moment', async () => {
    const { logIn } = await office()
    const tries = Array.from({ length: 25 }, (_, i) => refusal(logIn('lan', `wrong ${i}`)))
    const refused = await Promise.all(tries)
    expect(refused.filter((reason) => reason === 'wrong_password')).toHaveLength(10)
    expect(refused.filter((reason) => reason === 'locked_out')).toHaveLength(15)
  })

  test('ends after sixty per address, whoever is tried; one right password gives only its own try back', async () => {
    const { logIn } = await office()
    for (let i = 0; i < 59; i++) await refusal(logIn(`login${i}`, 'wrong one'))
    await logIn('lan')
    await refusal(logIn('login60', 'wrong one'))
    expect(await refusal(logIn('login61', 'wrong one'))).toBe('locked_out')
    expect(await refusal(logIn('lan'))).toBe('locked_out')
    await logIn('lan', goodPassword, '192.0.2.1')
  })

  test('begins anew after a right one, and after an admin forgives', async () => {
    const { logIn, accounts } = await office()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await refusal(logIn('lan', 'wrong one'))
      await logIn('lan')
    }
    for (let i = 0; i < 11; i++) await refusal(logIn('lan', 'wrong one'))
    expect(await refusal(logIn('lan'))).toBe('locked_out')
    const { oneTimePassword } = await accounts.reset(operator, 'lan')
    expect(await logIn('lan', oneTimePassword)).toBeDefined()
  })

  test('tells that an account is disabled only to who has the password', async () => {
    const { logIn, accounts } = await office()
    await accounts.disable(operator, 'lan')
    expect(await refusal(logIn('lan', 'wrong one'))).toBe('wrong_password')
    expect(await refusal(logIn('lan'))).toBe('disabled')
  })

  test('is in the audit, without what was typed for a login that nobody has', async () => {
    const { logIn, audited, join } = await office()
    await join('hoa')
    const before = (await audited()).length
    await refusal(logIn('hoa', 'wrong one'))
    await refusal(logIn('my secret password', 'lan'))
    await logIn('hoa')
    expect((await audited()).slice(before)).toEqual([
      'hoa login.failed',
      'nobody login.failed',
      'hoa login.done',
    ])
  })

  test('is in the audit once when a lock begins', async () => {
    const { logIn, audited } = await office()
    for (let i = 0; i < 14; i++)
      for (const login of ['lan', 'nobody']) await refusal(logIn(login, 'wrong one'))
    const locks = (await audited()).filter((line) => line.includes('locked_out'))
    expect(locks).toEqual(['nobody login.locked_out lan', 'nobody login.locked_out'])
  })
})

describe('hashes', () => {
  test('are derived for nobody as for somebody, and what cannot be read is nobody’s', async () => {
    const hasher = createHasher(cheap)
    expect(await hasher.isRight('anything', undefined)).toBe(false)
    expect(await hasher.isRight('anything', 'not a hash')).toBe(false)
    expect(await hasher.isRight('anything', await hasher.hash('anything'))).toBe(true)
  })

  test('rise with the cost at the next login, and are left alone otherwise', async () => {
    const { shelf, staff } = await office()
    const kept = async () => JSON.stringify((await shelf.get('staff', staff.id, 0))?.body)
    const before = await kept()
    expect(before).toContain('scrypt$4$1$1$')
    const dearer = openAccounts({ shelf, hasher: createHasher({ cost: { log2n: 5, r: 2, p: 1 } }) })
    await dearer.logIn('lan')
    const after = await kept()
    expect(after).toContain('scrypt$5$2$1$')
    await dearer.logIn('lan')
    const hashIn = (text: string) => /scrypt[^"]+/.exec(text)?.[0]
    expect(hashIn(await kept())).toBe(hashIn(after))
  })

  test('are made few at a time, and beyond a queue refused', async () => {
    const hasher = createHasher({ ...cheap, concurrency: 2, maxWaiting: 3 })
    const tries = await Promise.allSettled(Array.from({ length: 7 }, () => hasher.hash('a long password')))
    expect(tries.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'fulfilled'),
      'rejected',
      'rejected',
    ])
    expect(await hasher.hash('a long password')).toMatch(/^scrypt/)
  })
})
