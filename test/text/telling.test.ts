/** What tells, and what asks. */
import { describe, expect, it } from 'vitest'
import { endsAsking, tellsVagueTime, tellsWhatIsSo } from '../../src/text/telling.ts'

describe('words that tell what is so', () => {
  it.each([
    'có bảo hiểm xã hội',
    'ba chưa có lương hưu',
    'me toi khong co luong huu',
    'vợ em đang đóng bảo hiểm',
  ])('%s', (text) => expect(tellsWhatIsSo(text)).toBe(true))
  it.each([
    'làm căn cước',
    'bố em mất rồi',
    'chưa có căn cước muốn làm',
    'có phải nộp không?',
    'tôi muốn xin',
  ])('%s is none', (text) => expect(tellsWhatIsSo(text)).toBe(false))
})

describe('a time too vague for a day', () => {
  it.each(['mấy tháng', 'vai bua roi', 'được mấy tháng rồi', 'may ngay nay', 'vài năm'])('%s', (text) =>
    expect(tellsVagueTime(text)).toBe(true),
  )
  it.each(['mấy ngày', '3 tháng', 'may bua lay', 'hôm qua', 'mấy tháng?'])('%s is none', (text) =>
    expect(tellsVagueTime(text)).toBe(false),
  )
})

describe('a question for yes or no', () => {
  it.each(['thu 7 co lam ko', 'có mất tiền không ạ', 'làm được chưa'])('%s', (text) =>
    expect(endsAsking(text)).toBe(true),
  )
  it.each(['không', 'không có bảo hiểm', 'hôm qua'])('%s is none', (text) =>
    expect(endsAsking(text)).toBe(false),
  )
})
