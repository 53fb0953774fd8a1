/** From what citizens wrote to an example that teaches it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { withExample } from '../../src/cli/flows/add-example.ts'
import { openGaps } from '../../src/understanding/gaps/file.ts'
import { openDesk, type TestDesk } from './desk.ts'

let desk: TestDesk

async function citizensWrote(...texts: readonly string[]): Promise<void> {
  const { dataDir, now } = desk
  const gaps = openGaps({ dataDir, now: () => now, log: { warn: () => {} } })
  for (const text of texts) gaps.keep(text)
  await gaps.close()
}

describe('gaps', () => {
  beforeEach(async () => {
    desk = await openDesk()
  })

  it('shows what was not understood, alike together, with numbers', async () => {
    await citizensWrote(
      'zzyzx qwrty plugh',
      'Zzyzx qwrty plugh!',
      'zzyzx qwrty plug',
      'tôi muốn đăng ký tạm trú',
    )
    expect(await desk.flows('gaps')).toBe(0)
    const out = desk.out()
    expect(out).toContain('3 utterances that were not understood, in 1 groups')
    expect(out).toMatch(/1 {2}zzyzx qwrty plugh {2}\(2 times\)\n +2 {2}zzyzx qwrty plug$/m)
    expect(out).not.toContain('tạm trú')
  })

  it('says so when nothing waits', async () => {
    expect(await desk.flows('gaps')).toBe(0)
    expect(desk.out()).toContain('Nothing waits')
  })

  it('teaches one: the files check, and it does not wait any more', async () => {
    await citizensWrote('zzyzx qwrty plugh', 'gửi 0912345678')
    await desk.flows('gaps')
    // What comes meanwhile moves no number.
    await citizensWrote('aaa bbb ccc ddd', 'aaa bbb ccc ddd')
    const before = await desk.read('certify-copy/examples.yaml')
    expect(await desk.flows('gaps', 'accept', '1', 'certify-copy', 'fee')).toBe(0)
    expect(desk.out()).toContain('All is well')
    const after = await desk.read('certify-copy/examples.yaml')
    expect((load(after) as { examples: { fee: string[] } }).examples.fee.at(-1)).toBe('zzyzx qwrty plugh')
    expect(after.split('\n').filter((line) => !line.includes('zzyzx'))).toEqual(before.split('\n'))
    await desk.flows('gaps')
    expect(desk.out()).not.toContain('zzyzx')
    expect(await desk.flows('check')).toBe(0)
  })
})

describe('gaps accept', () => {
  beforeAll(async () => {
    desk = await openDesk()
    await citizensWrote('zzyzx qwrty plugh')
    await desk.flows('gaps')
  })

  it.each([
    [['9', 'birth-linked'], 'is no number of the list'],
    [['x', 'birth-linked'], 'is no number of the list'],
    [['1', 'castle'], 'no examples.yaml of "castle"'],
    [['1', '../flows/birth-linked'], 'no examples.yaml'],
    [['1', 'birth-linked', 'price'], 'no topic "price"'],
    [[], 'is no number of the list'],
  ])('%j is refused, and changes nothing', async (args, complaint) => {
    const before = await desk.read('birth-linked/examples.yaml')
    expect(await desk.flows('gaps', 'accept', ...args)).toBe(2)
    expect(desk.complaints()).toContain(complaint)
    expect(await desk.read('birth-linked/examples.yaml')).toBe(before)
  })

  it('finds the list as it was shown, which is kept from others', async () => {
    expect(JSON.parse(await readFile(join(desk.dataDir, 'gaps-shown.json'), 'utf8'))).toEqual([
      'zzyzx qwrty plugh',
    ])
  })

  it('teaches what is not ours as well', async () => {
    expect(await desk.flows('gaps', 'accept', '1', 'out-of-scope', 'other')).toBe(0)
    expect(await desk.read('out-of-scope/examples.yaml')).toContain('zzyzx')
  })

  it('leaves the file as it was when the flows do not check', async () => {
    const before = await desk.read('birth-linked/examples.yaml')
    await desk.write('menu.yaml', 'menu: [castle]\n')
    expect(await desk.flows('gaps', 'accept', '1', 'birth-linked')).toBe(1)
    expect(await desk.read('birth-linked/examples.yaml')).toBe(before)
  })
})

describe('an example is added', () => {
  const file = `# Câu ví dụ
procedure: kite
examples:
  overview:   # về việc này
    - thả diều # hay gặp
    # hết
  fee:
    - "phí: bao nhiêu"
`
  test('at the end of its topic, comments and order kept', () => {
    expect(withExample(file, 'fee', 'diều mất nhiêu')).toBe(`${file}    - diều mất nhiêu\n`)
    expect(withExample(file, 'overview', 'lam dieu')).toBe(
      file.replace('# hay gặp\n', '# hay gặp\n    - lam dieu\n'),
    )
  })

  test('with its topic, where there is none of it yet', () => {
    expect(withExample(file, 'deadline', 'khi nào hết hạn')).toBe(
      `${file}  deadline:\n    - khi nào hết hạn\n`,
    )
  })

  test('to a list on one line, to lines of Windows, to a file without a last line break', () => {
    const flow = 'procedure: kite\nexamples: { fee: [phí diều] }\n'
    expect(withExample(flow, 'fee', 'a, b')).toBe('procedure: kite\nexamples: { fee: [phí diều, "a, b"] }\n')
    const windows = 'procedure: kite\r\nexamples:\r\n  fee:\r\n    - phí\r\n'
    expect(withExample(windows, 'fee', 'giá')).toBe(`${windows}    - giá\r\n`)
    const open = 'procedure: kite\nexamples:\n  fee:\n    - phí'
    expect(withExample(open, 'fee', 'giá')).toBe(`${open}\n    - giá\n`)
  })

  test.each([
    'a: b',
    '- x',
    '"',
    "it's # mine",
    'true',
    '0',
    '{x}',
    '…',
    '@a',
    '! ngay',
    'a\\n',
    'null',
    '&x *y',
  ])('as a text, whatever is in it: %j', (text) => {
    const added = withExample(file, 'fee', text)
    expect((load(added ?? '') as { examples: { fee: string[] } }).examples.fee).toEqual([
      'phí: bao nhiêu',
      text,
    ])
  })

  test('to no file that is not as it should be', () => {
    for (const wrong of [
      '',
      'procedure: kite\n',
      'examples: [',
      'procedure: kite\nexamples:\n  price: [a]\n',
    ])
      expect(withExample(wrong, 'fee', 'giá')).toBeUndefined()
  })
})
