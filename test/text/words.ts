/** Word lists such as a locale brings, small and folded. */
import { fold } from '../../src/text/fold.ts'

const folded = (list: string) => list.split('|').map(fold)

export const words = {
  yes: new Set(
    folded('có|có rồi|có chứ|đã có|dạ|vâng|ừ|uh|ok|được|đúng|đúng rồi|đúng vậy|phải|phải rồi|rồi|đồng ý|yes'),
  ),
  no: new Set(
    folded(
      'không|không có|không phải|không đúng|không cần|ko|k|hông|chưa|chưa có|chưa đâu|có đâu|đâu có|no|sai',
    ),
  ),
  padding: folded(
    'dạ|vâng|ừ|ạ|à|a|nhé|nha|thì|là|cháu|em|con|tôi|bác|chú|anh|chị|thưa|thưa cô|đứa|người|bản|thôi|please',
  ),
}
