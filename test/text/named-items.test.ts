/** Papers that somebody says they have. */
import { describe, expect, it } from 'vitest'
import { itemsTold } from '../../src/text/named-items.ts'

const items = [
  { id: 'birth', label: 'Giấy chứng sinh', words: [] },
  { id: 'card', label: 'Căn cước của người nộp', words: ['cccd'] },
  { id: 'phone', label: 'Điện thoại có VNeID mức 2 của người nộp', words: ['vneid', 'vneid muc 2'] },
  { id: 'notice', label: 'Giấy báo tử, hoặc giấy thay thế', words: [] },
  { id: 'home', label: 'Giấy tờ về nơi cháu nhập thường trú', words: [] },
]
const alone = ['co', 'co san', 'cung', 'roi', 'dua', 'benh vien']
const read = (text: string) =>
  itemsTold(text, items, { alone, padded: [...alone, 'da', 'a', 'em', 'tui', 'thoi'] })

describe('what somebody says they have', () => {
  it.each([
    ['có căn cước với giấy chứng sinh', ['birth', 'card']],
    ['co can cuoc voi giay chung sinh thoi', ['birth', 'card']],
    ['giấy báo tử bệnh viện đưa rồi', ['notice']],
    ['chứng sinh có rồi, cccd cũng có', ['birth', 'card']],
    ['có cccd rồi, vneid thì chưa', ['card']],
    ['chưa có vneid', []],
    ['có căn cước nhưng chưa có vneid mức 2', ['card']],
    ['Giấy chứng sinh', ['birth']],
  ])('%s', (text, ids) => expect(read(text)?.had).toEqual(ids))

  it.each([
    ['chưa có vneid', ['phone']],
    ['có cccd rồi, vneid thì chưa', ['phone']],
    ['có cccd', []],
  ])('%s: what is missing', (text, ids) => expect(read(text)?.lacking).toEqual(ids))

  it.each([
    ['asks', 'có cần căn cước không'],
    ['asks whether', 'có căn cước không'],
    ['asks with a mark', 'căn cước?'],
    ['asks for all papers', 'giấy tờ'],
    ['has lost it', 'mất căn cước rồi'],
    ['names what is not there', 'có căn cước với sổ hộ khẩu'],
    ['has a phone only', 'có điện thoại'],
    ['says nothing of them', 'có rồi'],
    ['says nothing', ''],
  ])('is nothing of the list for who %s: %s', (_, text) => expect(read(text)).toBeUndefined())
})
