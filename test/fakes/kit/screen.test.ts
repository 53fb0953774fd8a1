import { describe, expect, test } from 'vitest'
import { manualClock } from '../../runtime/manual-clock.ts'
import { createScreen } from './screen.ts'

const start = (patienceMs = 30_000) => createScreen({ name: 'Bà Mẫu', clock: manualClock(5), patienceMs })
const bot = (text: string) => ({ from: 'bot', text, buttons: [] }) as const

describe('hears', () => {
  test('finds what is there, and is woken by what comes', async () => {
    const { show, hears } = start()
    const coming = hears('lệ phí')
    const shown = show(bot('Dạ, lệ phí là 0 đồng.'))
    expect(await coming).toBe(shown)
    expect(await hears(/\d đồng/g)).toBe(shown)
  })

  test('passes over what the citizen said, and over what was there before', async () => {
    const { show, hears, shown } = start()
    show(bot('Dạ vâng'))
    show({ from: 'citizen', text: 'Dạ vâng', buttons: [] })
    const coming = hears('Dạ vâng', shown.length)
    const last = show(bot('Dạ vâng ạ'))
    expect(await coming).toBe(last)
  })

  test('is woken by a message that changes', async () => {
    const { show, change, hears } = start()
    const message = show(bot('Một'))
    const coming = hears('Hai')
    change(message, { text: 'Hai' })
    expect(await coming).toBe(message)
  })

  test('gives up in real time, and prints the screen', async () => {
    const { show, hears } = start(0)
    show({ from: 'bot', text: 'Bác chọn ạ', buttons: ['Có', 'Không'] })
    await expect(hears('xin lỗi')).rejects.toThrow(
      /Bà Mẫu never heard xin lỗi.*\nbot: Bác chọn ạ\n {2}\[Có\]/s,
    )
  })
})

test('messages have rising ids and the time of the clock', () => {
  const { show } = start()
  expect([show(bot('a')), show(bot('b'))]).toMatchObject([
    { id: '1', at: 5 },
    { id: '2', at: 5 },
  ])
})
