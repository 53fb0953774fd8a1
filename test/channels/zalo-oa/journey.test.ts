import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../../src/store/store.ts'
import { type Desk, openDesk } from '../../contracts/channel/arrange.ts'
import { zaloOaDriver } from '../../contracts/channel/drivers/zalo-oa.ts'
import type { FakeZaloOa } from '../../fakes/zalo-oa/index.ts'

const hourMs = 3_600_000

async function arrange(): Promise<Desk & { readonly account: FakeZaloOa }> {
  const desk = await openDesk(zaloOaDriver, 'webhook')
  return Object.assign(desk, { account: desk.fake as FakeZaloOa })
}

const countOf = (account: FakeZaloOa, name: string) =>
  account.calls.filter(({ method }) => method === name).length

describe('at the Official Account', () => {
  it('a service left alone for two days has renewed its tokens each day, and answers', async () => {
    const desk = await arrange()
    await desk.pass(49 * hourMs)
    expect(countOf(desk.account, 'access_token')).toBe(2)
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    expect(desk.account.offences).toEqual([])
  })

  it('a permission that was withdrawn is told once, and the citizen is answered after a new one', async () => {
    const desk = await arrange()
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    desk.account.revokeTokens()
    await desk.drive(desk.account.citizen('Hạnh').types('hai'))
    await desk.until(() => desk.logged.some((line) => line.includes('zalo_oa_reauthorise')), 'an alarm')
    await desk.pass(hourMs)
    expect(desk.logged.filter((line) => line.includes('zalo_oa_reauthorise'))).toHaveLength(1)
    expect(desk.said('Hạnh')).toEqual(['1. chữ «một»'])
    await desk.restart()
    await desk.until(() => desk.said('Hạnh').length > 1, 'the answer')
    expect(desk.said('Hạnh')).toEqual(['1. chữ «một»', '2. chữ «hai»'])
  })

  it('staff who write, and give back, are heard in the conversation of the citizen', async () => {
    const desk = await arrange()
    const citizen = desk.account.citizen('Hạnh')
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    await desk.drive(desk.account.staffTypes(citizen, 'Chào bác, cháu Lan đây ạ.'))
    await desk.drive(desk.account.staffTypes(citizen, '/bot'))
    await desk.settle()
    const staff = desk.accepted.filter(({ input }) => input.type === 'staff')
    expect(staff.map(({ input }) => input)).toEqual([
      { type: 'staff', does: 'writes', text: 'Chào bác, cháu Lan đây ạ.' },
      { type: 'staff', does: 'gives_back' },
    ])
    expect(new Set(desk.accepted.map(({ conversation }) => conversation))).toEqual(
      new Set([`zalo-oa:${citizen.id}`]),
    )
  })

  it('what we send ourselves comes back and is not heard', async () => {
    const desk = await arrange()
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    await desk.drive(desk.account.settled())
    expect(desk.account.pushes.filter(({ headers }) => headers !== undefined).length).toBeGreaterThan(1)
    expect(desk.offered).toHaveLength(1)
  })

  it('a follower is greeted, whichever way the event names them', async () => {
    for (const shape of ['follower', 'sender'] as const) {
      const desk = await arrange()
      desk.account.switches.followShape = shape
      await desk.drive(desk.account.citizen('Hạnh').opens())
      expect(desk.accepted.map(({ input }) => input)).toEqual([{ type: 'start' }])
      await desk.drive(desk.account.citizen('Hạnh').unfollows())
      expect(desk.accepted).toHaveLength(1)
    }
  })

  it('a bare signature is taken as one with a prefix', async () => {
    const desk = await arrange()
    desk.account.switches.signature = 'bare'
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
  })

  it('charges for what we take for charged, and for nothing else', async () => {
    const desk = await arrange()
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    const remind = (seq: number) => {
      const conversation = `zalo-oa:${desk.account.citizen('Hạnh').id}`
      const reply = { text: `Nhắc Bác lần ${seq}.` }
      const delivery: Delivery = { conversation, seq, reply, attempts: 1, createdAt: desk.clock.now() }
      return desk.drive(desk.channel.deliver(delivery))
    }
    // Nothing has to happen on the way: time jumps.
    const pass = (ms: number) => {
      desk.clock.advance(ms)
      return desk.settle()
    }
    const charged = () => desk.logged.filter((line) => line.includes('charges')).length
    await pass(47 * hourMs)
    await remind(101)
    expect([desk.account.bills.length, charged()]).toEqual([0, 0])
    await pass(2 * hourMs)
    await remind(102)
    expect([desk.account.bills.length, charged()]).toEqual([1, 1])
    await pass(6 * 24 * hourMs)
    const calls = countOf(desk.account, 'message/cs')
    await expect(remind(103)).rejects.toMatchObject({ code: 'channel/rejected' })
    expect(countOf(desk.account, 'message/cs')).toBe(calls)
  })

  it('holds back as the console’s "syntax filter" does, our buttons still work', async () => {
    const desk = await arrange()
    await desk.ask('Hạnh', 'chọn', 'chọn')
    desk.account.switches.filtersSyntax = true
    const button = desk.account.citizen('Hạnh').screen.at(-1)?.buttons[0] ?? ''
    await desk.drive(desk.account.citizen('Hạnh').presses(button))
    await desk.settle()
    expect(desk.accepted.at(-1)?.input.type).toBe('tap')
  })
})
