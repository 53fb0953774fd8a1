/** What tells, and what asks. */
import { describe, expect, it } from 'vitest'
import {
  endsAsking,
  tellsAge,
  tellsHome,
  tellsMeans,
  tellsOnly,
  tellsPurpose,
  tellsVagueTime,
  tellsWhatIsSo,
  tellsWho,
} from '../../src/text/telling.ts'

describe('words that tell what is so', () => {
  it.each([
    'có bảo hiểm xã hội',
    'ba chưa có lương hưu',
    'me toi khong co luong huu',
    'vợ em đang đóng bảo hiểm',
    'tui có căn cước với giấy báo tử rồi',
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

describe('a day that is not known', () => {
  it.each(['hổng nhớ', 'khong nho ngay', 'tui quên rồi', 'bữa hổm', 'mới đây', 'hồi khuya'])('%s', (text) =>
    expect(tellsVagueTime(text)).toBe(true),
  )
  it.each(['không', 'khuya qua', 'bữa qua', 'không nhớ mật khẩu'])('%s is none', (text) =>
    expect(tellsVagueTime(text)).toBe(false),
  )
})

describe('an age', () => {
  it.each([
    'má tui 79',
    'tui sinh 1952 được chưa',
    'sinh năm 1950',
    'ông 82 tuổi',
    'ba tui nam nay 76 tuoi roi',
    'cháu mới 13t',
    '70 tuổi',
  ])('%s', (text) => expect(tellsAge(text)).toBe(true))
  it.each([
    'làm căn cước cho cháu 15 tuổi',
    'mấy tuổi',
    '75 tuổi được bao nhiêu',
    'cháu 2 tháng tuổi',
    '82',
    'con 5',
    'sinh 5/11',
  ])('%s is none', (text) => expect(tellsAge(text)).toBe(false))
})

describe('a home', () => {
  it.each(['o tro ha noi que nghe an', 'em ở hà nội', 'vợ quê hải phòng', 'hộ khẩu thanh hóa'])(
    '%s',
    (text) => expect(tellsHome(text)).toBe(true),
  )
  it.each(['ở đâu', 'ở hà nội làm được không', 'ở trọ muốn đăng ký tạm trú', 'làm ở hà nội'])(
    '%s is none',
    (text) => expect(tellsHome(text)).toBe(false),
  )
})

describe('what one lives on, what a paper is for, and other few words', () => {
  it('are told apart from wishes and questions', () => {
    expect(['chồng tui là thương binh', 'chồng là gì'].map(tellsWho)).toEqual([true, false])
    expect(['không có lương', 'ba chưa có lương hưu', 'không biết chữ'].map(tellsMeans)).toEqual([
      true,
      true,
      false,
    ])
    expect(
      ['để vay ngân hàng', 'de cuoi vo', 'de con lay vo', 'đẻ cho con', 'để làm gì'].map(tellsPurpose),
    ).toEqual([true, true, true, false, true])
    expect(['già yếu nằm một chỗ', 'xin tiền', 'ai cho', 'giá bao nhiêu'].map(tellsOnly)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})
