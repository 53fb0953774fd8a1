import { describe, expect, it } from 'vitest'
import { asksForHours } from '../../src/text/hours-question.ts'

describe('a question for office hours', () => {
  it.each([
    'thứ 7 xã có làm việc không',
    'co lam thu 7 ko',
    't7 có mở cửa k',
    'chủ nhật công an có trực không em',
    'trưa có làm không em',
    'bữa nay ủy ban có làm hông',
    'chieu nay xa co lam viec khong',
    'xã mai có làm không',
    'mấy giờ xã mở cửa',
    'ubnd làm việc đến mấy giờ',
    'giờ làm việc của xã thế nào',
    'mai làm được không',
    'ủa mà mai tui ra xã được không em',
    'sáng mai lên được chưa',
    'bữa nay làm giấy được chưa',
    'may gio ho lam',
    'mấy giờ cán bộ làm việc',
  ])('is seen in "%s"', (text) => {
    expect(asksForHours(text)).toBe(true)
  })

  it.each([
    'thứ 7 em cưới có cần giấy gì không',
    'bây giờ làm khai sinh được không',
    'mấy giờ rồi',
    'mai ra xã làm khai sinh được không',
    'sinh thứ bảy tuần trước',
    'con sinh hôm chủ nhật',
    'nghỉ đã',
  ])('is not seen in "%s"', (text) => {
    expect(asksForHours(text)).toBe(false)
  })
})
