import { readFile } from 'node:fs/promises'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileExamples } from '../../src/cli/flows/worked-example.ts'
import { runFlows } from '../../src/cli/flows.ts'
import { openDesk, type TestDesk } from './desk.ts'

let desk: TestDesk
beforeAll(async () => {
  const calendar = await readFile('flows/calendar.yaml', 'utf8')
  const files = new Map([
    ...fileExamples.map(({ path, yaml }) => [path, yaml] as const),
    ['calendar.yaml', calendar] as const,
  ])
  desk = await openDesk(files)
})
beforeEach(() => {
  desk.out()
  desk.complaints()
})

const on = (now: string, ...args: string[]) => runFlows({ ...desk, now: Date.parse(now) }, args)
/** The line of a day. */
const lineOf = (text: string, day: string) => text.split('\n').find((line) => line.includes(` ${day} `)) ?? ''

describe('the preview of the desks', () => {
  test('tells who is there now, who comes next, and the hours of each day with who is on duty', async () => {
    expect(await on('2027-01-11T11:00+07:00', 'desks', 'hai-phong/vi-du'), desk.complaints()).toBe(0)
    const shown = desk.out()
    expect(shown).toContain('now open until 2027-01-11 11:30; then hai-phong/khai-sinh (open until')
    expect(shown).not.toContain('Bàn khai sinh')
    expect(lineOf(shown, '2027-01-12')).toMatch(/^ {2}Tue 2027-01-12 +7:30-11:30 13:30-17:00 +lan, hoa/)
    expect(lineOf(shown, '2027-01-14')).toMatch(/closed +Tập huấn/)
    expect(lineOf(shown, '2027-01-16')).toMatch(/8:00-11:00 +hoa/)
    expect(lineOf(shown, '2027-01-17')).toMatch(/8:00-10:00 +Ngày hội làm giấy tờ/)
    expect(lineOf(shown, '2027-01-25')).toMatch(/Mon/)
    expect(lineOf(shown, '2027-01-26')).toBe('')
  })

  test('knows Tết, and that it is not announced yet', async () => {
    await on('2027-02-04T20:00+07:00', 'desks')
    const shown = desk.out()
    expect(shown).toContain('now closed until 2027-02-12 7:30')
    for (const day of ['2027-02-05', '2027-02-08', '2027-02-10', '2027-02-11']) {
      expect(lineOf(shown, day)).toMatch(/closed +Tết Nguyên đán; may still be changed/)
    }
    expect(shown).toContain('hours are unconfirmed: no citizen is promised them')
  })

  test('says which desks there are when asked for another', async () => {
    expect(await desk.flows('desks', 'vidu')).toBe(2)
    expect(desk.complaints()).toContain('There are: hai-phong/vi-du, hai-phong/khai-sinh')
  })

  test('stats lists every desk with what there is to do', async () => {
    expect(await on('2027-05-01T09:00+07:00', 'stats'), desk.complaints()).toBe(0)
    const shown = desk.out()
    expect(shown).toMatch(/hai-phong\/vi-du +hai-phong +confirmed +2027-05-20 +review due 2027-05-20/)
    expect(shown).toMatch(/hai-phong\/khai-sinh +hai-phong; only birth +unconfirmed +hours unconfirmed/)
    await on('2027-06-01T09:00+07:00', 'stats')
    expect(desk.out()).toContain('past review 2027-05-20')
  })
})

test('the example of the guide checks once its commune is a real one', async () => {
  const shipped = await openDesk()
  const guide = await readFile('docs/writing-flows.md', 'utf8')
  const example = /```yaml\n(place: hai-phong\ndesks:[^`]+)```/.exec(guide)?.[1] ?? ''
  await shipped.write('places/hai-phong/desks.yaml', example)
  expect(await shipped.flows('check')).toBe(1)
  expect(shipped.complaints()).toContain('there is no commune "Phường Ví Dụ" in Hải Phòng')

  await shipped.write(
    'places/hai-phong/desks.yaml',
    example.replaceAll('[Phường Ví Dụ]', '[Phường Hồng Bàng]'),
  )
  expect(await shipped.flows('check'), shipped.complaints()).toBe(0)
  expect(shipped.complaints()).toBe('')
})
