import { describe, expect, it } from 'vitest'
import { createNormaliser } from '../../src/understanding/normalise.ts'
import { learnLexicon, repairOf } from '../../src/understanding/repair.ts'
import { spelling } from './examples.ts'

const normaliser = createNormaliser(spelling)
const sentences = [
  'làm giấy khai sinh cho con',
  'đăng ký khai sinh ở đâu',
  'giấy khai sinh bị mất',
  'khai sinh cho cháu',
  'làm giấy khai tử cho ông',
  'giấy xác nhận độc thân',
  'xin xác nhận độc thân',
  'con mèo kêu',
]
const repair = repairOf(learnLexicon(sentences.map((text) => normaliser.normalise(text))))
const mended = (text: string): string => repair(normaliser.normalise(text)).folded.join(' ')

describe('slips of the finger', () => {
  it.each([
    ['giấy khia sinh', 'giay khai sinh'],
    ['giay khai sinhh cho con', 'giay khai sinh cho con'],
    ['giya khai sinh', 'giay khai sinh'],
    ['xác nhậm độc thân', 'xac nhan doc than'],
    ['làm khaisinh cho con', 'lam khai sinh cho con'],
  ])('"%s" is read as "%s"', (text, meant) => {
    expect(mended(text)).toBe(meant)
  })

  it('leaves a word alone that the examples use', () => {
    expect(mended('con mèo kêu')).toBe('con meo keu')
  })

  it('leaves a syllable alone that fits beside none of its neighbours', () => {
    expect(mended('hoa mai vàng')).toBe('hoa mai vang')
  })

  it('leaves foreign words, numbers and other scripts alone', () => {
    for (const text of ['constructor', '你好', 'xyzzy plugh', '12 3']) {
      const words = normaliser.normalise(text)
      expect(repair(words)).toEqual(words)
    }
  })

  it('keeps the marks of what was not mended', () => {
    const words = repair(normaliser.normalise('giấy khia sinh'))
    expect(words.marked).toEqual(['giây¹', 'khai', 'sinh'])
  })

  it('mends nothing when there are no examples', () => {
    const words = normaliser.normalise('giấy khia sinh')
    expect(repairOf(learnLexicon([]))(words)).toEqual(words)
  })
})
