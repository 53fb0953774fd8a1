/** The card: everything an officer needs, and nothing they must not see. */
import { describe, expect, it } from 'vitest'
import { caseCard } from '../../../src/engine/case-card.ts'
import { loadShipped } from '../../support/files.ts'
import { kites } from '../kite.ts'
import { mondayMorning } from './office.ts'

describe('a case card', () => {
  it('says where a citizen stands, what is missing and which clock runs out when', async () => {
    const content = await kites()
    const card = caseCard(
      content,
      {
        ...{ procedure: 'kite', step: 'papers', locale: 'vi', reason: 'not_understood' },
        slots: { kind: 'cloth', made: '2026-11-01', lining: true, count: 2, area: 'nghe-an', owner: 'Sáo' },
        open: { papers: ['form'] },
        wish: 'căn cước 012345678901 thì diều bị giữ làm sao',
      },
      [{ at: 1, kind: 'bot', text: 'Việc kite – lệ phí:\n• Lệ phí: 8.000 đồng.\n(Theo Luật thử.)' }],
      'vi',
      mondayMorning,
    )
    expect(card.procedure).toMatchObject({ id: 'kite', name: 'Thủ tục kite' })
    expect(card.step).toBe('Bác đã có giấy nào ạ?')
    expect(card.answers).toContainEqual({ label: 'Loại diều', value: 'Diều vải' })
    expect(card.answers).toContainEqual({ label: 'Ngày làm diều', value: '1/11/2026' })
    expect(card.missing).toEqual(['Ảnh con diều', 'Hóa đơn vải'])
    expect(card.clocks).toEqual([{ label: 'Hạn xin phép', day: '31/12/2026', daysLeft: 38 }])
    expect(card.told).toEqual([{ label: 'Việc kite – lệ phí:', source: 'Theo Luật thử' }])
    expect(card.wish).toBe('căn cước ••• thì diều bị giữ làm sao')
    expect(card.reason).toBe('Trợ lý không hiểu được ý người dân')
    expect(card.prepared.map(({ topic }) => topic)).toEqual(['documents', 'fee', 'deadline'])
    expect(card.prepared[0]?.text).toContain('Đơn xin thả diều')
  })

  it('names what was told in several messages once, with all its sources', async () => {
    const told = ['(Theo Luật thử.)', '(Theo Lệ làng.)', '(Theo Luật thử.)'].map(
      (source, at) => ({ at, kind: 'bot', text: `Việc kite – lệ phí:\n• Phần ${at}.\n${source}` }) as const,
    )
    const card = caseCard(await kites(), { procedure: 'kite' }, told, 'vi', mondayMorning)
    expect(card.told).toEqual([{ label: 'Việc kite – lệ phí:', source: 'Theo Luật thử; Theo Lệ làng' }])
  })

  it('is made of every procedure, in every language, answered or not, and of one that is no more', async () => {
    const content = await loadShipped()
    for (const procedure of [...content.procedures.keys(), 'gone', undefined]) {
      for (const locale of content.locales.keys()) {
        const about = { reason: 'distress', ...(procedure === undefined ? {} : { procedure }) } as const
        const card = caseCard(content, about, [], locale, mondayMorning)
        expect(JSON.stringify(card)).not.toMatch(/undefined|\{\{|NaN/)
        expect(card.wish).not.toBe('')
        expect(card.prepared.length).toBeLessThanOrEqual(3)
      }
    }
  })

  it('gives the reason of a script in its author’s words', async () => {
    const about = { procedure: 'kite', reason: 'script:strange_kite' } as const
    const card = caseCard(await kites(), about, [], 'vi', mondayMorning)
    expect(card.reason).toBe('Kịch bản chuyển cho cán bộ: Bác hỏi cán bộ về con diều này ạ.')
  })
})
