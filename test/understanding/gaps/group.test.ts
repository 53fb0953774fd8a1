import { describe, expect, it } from 'vitest'
import { groupUtterances } from '../../../src/understanding/gaps/group.ts'

describe('groups of utterances', () => {
  it('hold what is alike, the most frequent first', () => {
    const groups = groupUtterances([
      'vay vốn ngân hàng chính sách',
      'xin giấy phép bán rượu',
      'xin giay phep ban ruou?',
      'Xin giấy phép bán rượu ạ',
      'xin giấy phép bán rượu bia',
      'vay von ngan hang',
    ])
    expect(groups).toEqual([
      {
        times: 4,
        utterances: [
          { text: 'xin giấy phép bán rượu', times: 2 },
          { text: 'Xin giấy phép bán rượu ạ', times: 1 },
          { text: 'xin giấy phép bán rượu bia', times: 1 },
        ],
      },
      {
        times: 2,
        utterances: [
          { text: 'vay vốn ngân hàng chính sách', times: 1 },
          { text: 'vay von ngan hang', times: 1 },
        ],
      },
    ])
  })

  it('are made by what is meant, where that is known', () => {
    const texts = ['cho em hỏi ly hôn', 'cho em hỏi ghi bò']
    expect(groupUtterances(texts)).toHaveLength(1)
    expect(groupUtterances(texts, (text) => text.slice('cho em hỏi '.length))).toHaveLength(2)
  })

  it('lose nothing', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `giấy ${(i * 7919) % 3000} tờ ${i % 13}`)
    const said = groupUtterances(texts).reduce((sum, { times }) => sum + times, 0)
    expect(said).toBe(3000)
    expect(groupUtterances(['', 'a'])).toHaveLength(2)
    expect(groupUtterances([])).toEqual([])
  })
})
