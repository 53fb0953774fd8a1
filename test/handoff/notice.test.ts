import { describe, expect, test } from 'vitest'
import type { CaseEntry, CaseFields } from '../../src/engine/turn.ts'
import { caseLine, caseNotice } from '../../src/handoff/notice.ts'
import { viewOf } from '../../src/handoff/view.ts'
import type { Case } from '../../src/store/store.ts'
import { kites } from '../engine/kite.ts'
import { loadShipped } from '../support/files.ts'

const now = Date.parse('2026-11-23T09:00+07:00')
const desk = { name: 'Một cửa phường Hồng Bàng' }

function aCase(fields: Partial<CaseFields>): Case {
  return {
    ...{ id: 'abcdefghij', conversation: 'web:x', lastEntry: 1, changedAt: now },
    ...{ state: 'waiting', kind: 'chat', desk: 'd', reason: 'not_understood', openedAt: now, locale: 'vi' },
    ...fields,
  } as Case
}

const stuck = aCase({
  ...{ procedure: 'kite', step: 'papers' },
  slots: { kind: 'cloth', made: '2026-11-01', lining: true, count: 2, area: 'nghe-an', owner: 'Sáo' },
  open: { papers: ['form'] },
  wish: 'căn cước 012345678901, số 0912 345 678, diều bị giữ thì làm sao',
  phone: '0912345678',
  dueAt: Date.parse('2026-11-23T09:15+07:00'),
})

describe('the notice of a case', () => {
  test('says on one screen who needs what, why, and what is known', async () => {
    const log: CaseEntry[] = [
      { at: now, kind: 'opened' },
      { at: now, kind: 'citizen', text: 'Gọi tôi +84 912.345.678 nhé' },
      { at: now, kind: 'bot', text: 'Dạ,\nbác chờ em ạ.' },
      { at: now, kind: 'note', text: 'chuyện nội bộ' },
    ]
    const notice = caseNotice(await kites(), stuck, { locale: 'vi', now, desk, log })
    expect(notice.split('\n')).toEqual([
      'Có người dân cần cán bộ: Một cửa phường Hồng Bàng',
      'Cần: căn cước •••, số •••, diều bị giữ thì làm sao',
      'Vì sao: Trợ lý không hiểu được ý người dân',
      'Thủ tục: Thủ tục kite',
      'Đang ở câu hỏi: Bác đã có giấy nào ạ?',
      expect.stringMatching(/^Đã trả lời: Loại diều: Diều vải; Ngày làm diều: 1\/11\/2026; /),
      'Còn thiếu giấy tờ: Ảnh con diều; Hóa đơn vải',
      'Hạn theo luật - Hạn xin phép: còn 38 ngày (đến 31/12/2026)',
      'Cần có người nhận trước 09:15 23/11',
      '',
      'Người dân: Gọi tôi ••• nhé',
      'Trợ lý: Dạ, bác chờ em ạ.',
    ])
  })

  test.each([
    ['2026-12-23', 'Hạn theo luật - Hạn xin phép: còn 8 ngày (đến 31/12/2026)', false],
    ['2026-12-24', 'Hạn theo luật - Hạn xin phép: còn 7 ngày (đến 31/12/2026)', true],
    ['2026-12-31', 'Hạn theo luật - Hạn xin phép: hôm nay là ngày cuối (31/12/2026)', true],
    ['2027-01-02', 'Hạn theo luật - Hạn xin phép: đã quá 2 ngày (hạn là 31/12/2026)', true],
  ])('on %s tells the legal deadline first when it is short', async (day, line, isFirst) => {
    const at = Date.parse(`${day}T09:00+07:00`)
    const content = await kites()
    const lines = caseNotice(content, stuck, { locale: 'vi', now: at, desk }).split('\n')
    expect(lines).toContain(line)
    expect(lines.indexOf(line) === 0).toBe(isFirst)
    expect(caseLine(content, stuck, { locale: 'vi', now: at }).startsWith(line)).toBe(isFirst)
  })

  test.each<[Partial<CaseFields>, string]>([
    [
      { kind: 'call_back', wished: 'morning', phone: '0912345678' },
      'Xin gọi lại buổi sáng. Số điện thoại xem trong hồ sơ.',
    ],
    [{ kind: 'call_back' }, 'Xin gọi lại, lúc nào cũng được. Số điện thoại xem trong hồ sơ.'],
    [{ state: 'taken', officer: { id: 'lan', name: 'Lan' } }, 'Lan đang phụ trách'],
    [{ state: 'closed', outcome: 'solved' }, 'Đã kết thúc'],
    [{ commune: 'thanh-hoa/16078' }, 'Địa bàn: Xã Vạn Lộc, tỉnh Thanh Hóa'],
  ])('of %j says "%s"', async (fields, line) => {
    const { dueAt: _, ...rest } = stuck
    const notice = caseNotice(await loadShipped(), { ...rest, ...fields }, { locale: 'vi', now, desk })
    expect(notice).toContain(line)
    expect(notice).not.toMatch(/0912|345678/)
  })

  test('can be read in every language for every procedure, and never grows beyond a screen', async () => {
    const content = await loadShipped()
    const log = Array.from(
      { length: 30 },
      (): CaseEntry => ({ at: now, kind: 'citizen', text: 'Dài '.repeat(500) }),
    )
    for (const procedure of [...content.procedures.keys(), 'gone'])
      for (const locale of content.locales.keys()) {
        const notice = caseNotice(content, aCase({ procedure, wish: 'x'.repeat(5_000) }), {
          locale,
          now,
          desk,
          log,
        })
        expect(notice).not.toMatch(/undefined|\{\w*\}|office\.|card\.|NaN/)
        expect(notice.length).toBeLessThan(4_096)
      }
  })
})

describe('the view of a case', () => {
  test('has the clock first that runs out first', async () => {
    const { clocks } = viewOf(await loadShipped(), aCase({ procedure: 'birth-linked', slots: {} }), {
      locale: 'vi',
      now,
    })
    expect(clocks.map(({ daysLeft }) => daysLeft)).toEqual(
      [...clocks.map(({ daysLeft }) => daysLeft)].sort((a, b) => a - b),
    )
  })

  test('says what they were told, and by which source, without the ends of lines', async () => {
    const log: CaseEntry[] = [
      { at: now, kind: 'bot', text: 'Diều – giấy tờ cần có:\n- tờ khai\n(Theo Hội diều, trang 5.)' },
      { at: now, kind: 'bot', text: 'Diều của bác màu gì ạ?' },
    ]
    const { told } = viewOf(await loadShipped(), stuck, { locale: 'vi', now, log })
    expect(told).toEqual([{ label: 'Diều – giấy tờ cần có', source: 'Theo Hội diều, trang 5' }])
  })
})
