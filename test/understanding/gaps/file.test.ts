import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../src/cli/temporary.ts'
import { openGaps, readGaps } from '../../../src/understanding/gaps/file.ts'

let root: string
let dataDir: string
let logged: string[]
beforeEach(() => {
  root = temporaryFolder()
  dataDir = join(root, 'data')
  logged = []
})

const at = (iso: string) => Date.parse(iso)
const november = at('2026-11-22T09:00+07:00')
const log = { warn: (fields: object) => void logged.push(JSON.stringify(fields)) }

async function keep(texts: readonly string[], now = november, maxBytes?: number): Promise<void> {
  const gaps = openGaps({ dataDir, now: () => now, log, ...(maxBytes === undefined ? {} : { maxBytes }) })
  for (const text of texts) gaps.keep(text)
  await gaps.close()
}
const texts = async (now = november) => (await readGaps(dataDir, now)).map(({ text }) => text)

describe('what was not understood', () => {
  it('is kept masked, with the day, and with nothing else', async () => {
    await keep(['tôi là Nguyễn Văn Tám, 0912345678, xin giấy kia'])
    const file = await readFile(join(dataDir, 'gaps-2026-11.jsonl'), 'utf8')
    expect(JSON.parse(file)).toEqual({ day: '2026-11-22', text: 'tôi là …, 0, xin giấy kia' })
  })

  it('is readable by nobody else', async () => {
    await keep(['xin giấy kia'])
    expect((await stat(join(dataDir, 'gaps-2026-11.jsonl'))).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  })

  it('stays in order, also from several processes', async () => {
    await keep(['một', 'hai'])
    await keep(['ba'])
    expect(await texts()).toEqual(['một', 'hai', 'ba'])
  })

  it('is cut, and not kept when no word is left', async () => {
    await keep(['x '.repeat(1000), '0912345678', '🙂'])
    const kept = await texts()
    expect(kept).toHaveLength(1)
    expect(kept[0]?.length).toBeLessThanOrEqual(300)
  })

  it('is dropped when the month is full, which is said once', async () => {
    await keep(
      Array.from({ length: 50 }, (_, i) => `giấy ${'a'.repeat(i)}`),
      november,
      500,
    )
    expect((await stat(join(dataDir, 'gaps-2026-11.jsonl'))).size).toBeLessThanOrEqual(500)
    expect(logged).toEqual(['{"alarm":"gaps_full"}'])
  })

  it('is forgotten after two months more, by who writes and by who reads', async () => {
    await keep(['cũ'], at('2026-08-31T23:59+07:00'))
    await keep(['vừa'], at('2026-09-01T00:01+07:00'))
    await keep(['mới'])
    expect((await readdir(dataDir)).sort()).toEqual(['gaps-2026-09.jsonl', 'gaps-2026-11.jsonl'])
    expect(await texts()).toEqual(['vừa', 'mới'])
    expect(await texts(at('2027-01-01T00:01+07:00'))).toEqual(['mới'])
    expect(await texts(at('2027-02-01T00:01+07:00'))).toEqual([])
  })

  it('is read although a line is damaged', async () => {
    await mkdir(dataDir)
    await writeFile(
      join(dataDir, 'gaps-2026-11.jsonl'),
      '{"day":"2026-11-22","text":"một"}\n{"da\n[]\nnull\n',
    )
    await keep(['hai'])
    expect(await texts()).toEqual(['một', 'hai'])
  })

  it('is none before anything was kept', async () => expect(await texts()).toEqual([]))

  it('that cannot be written is said once, and holds nothing up', async () => {
    await writeFile(dataDir, 'a file where a folder should be')
    await keep(['một', 'hai'])
    expect(logged).toEqual(['{"alarm":"gaps_unwritable"}'])
  })
})
