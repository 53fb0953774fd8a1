/** "Xã Minh Lộc giờ thuộc xã nào": which place is asked about, where a question asks what has become of it. Pure. */
import { clean } from './fold.ts'
import { tokenise } from './tokens.ts'

export interface PlaceQuestion {
  /** The place as it was written, with words around it that say nothing; empty where all districts are meant. */
  readonly place: string
  /** What is asked for: the province, or the commune. */
  readonly asks: 'province' | 'commune' | 'districts'
  /** Whether it is still there is asked: of `districts`, all of them. */
  readonly isStill: boolean
  /** The question says that it is for a place: "is what now" may be asked of anything. */
  readonly isNamed: boolean
  /** "Xã em": their own, of which the name is not said. */
  readonly isOwn: boolean
}

/** A longer text asks more than this. */
const maxChars = 160

const now = '(?:bay gio|gio|hien gio|hien nay|hien tai|hien|nay|moi|sau sap nhap|sau khi sap nhap)'
const becomes = `(?:la|thuoc ve|thuoc|thanh|goi la|ten la|ten|mang ten|nam o|o|ve|vao|voi|gom vao)`
const changes =
  '(?:duoc |bi |da |moi )*(?:sap nhap|nhap|sat nhap|gop|doi ten|doi|chuyen|chia)(?: vao| ve| voi| sang| thanh| la)*'
const units =
  '(?:xa phuong|xa hay phuong|phuong hay xa|phuong xa|xa|phuong|thi tran|dac khu|dia phuong|don vi|huyen|quan|noi|cho|ten)'
const provinces = '(?:tinh thanh pho|tinh thanh|tinh|thanh pho)'
const which = `(?:(?<unit>${units})|(?<province>${provinces}))(?: moi)? (?:nao|gi|j)(?: moi)?`
const plain = '(?:dau|gi|ten gi|ten moi la gi|ten moi gi)'
const after = '(?: (?:roi|vay|the|a|ah|nhi|ha|em|ban|ad|co|chau|day|do|ta|nhe|hien nay|bay gio|moi))*$'

const questions: readonly RegExp[] = [
  // "... (bây giờ) (đã sáp nhập) thuộc xã nào": of "bây giờ", "sáp nhập" and "thuộc xã" one at least is said.
  new RegExp(`^(?<name>.+?) ${now}(?: ${changes})?(?: ${becomes})* ${which}${after}`),
  new RegExp(`^(?<name>.+?) (?:${now} )?${changes}(?: ${becomes})* (?:${which}|${plain})${after}`),
  new RegExp(`^(?<name>.+?) (?:${now} )(?:${becomes} )*${plain}${after}`),
  new RegExp(`^(?<name>.+?) (?:thuoc ve|thuoc) ${which}${after}`),
  new RegExp(`^ten (?:goi )?(?:moi|hien nay|bay gio) cua (?<name>.+?)(?: (?:la )?(?:gi|sao))?${after}`),
  /^(?:which|what) (?:(?<unit>commune|ward|place)|(?<province>province)) (?:is|does) (?<name>.+?)(?: belong to| in| called)?(?: now| today)$/,
  /^what (?:is|has) (?<name>.+?) (?:called now|now called|become|now)$/,
]
const not = '(?:khong|ko|k|hong|hok|kg|hem|chua)'
const gone = '(?:bo|het|mat|xoa|giai the|bai bo|khong con|ko con|k con|hong con)'
/** "... còn không", "... bỏ rồi hả". */
const stills: readonly RegExp[] = [
  new RegExp(`^(?<name>.+?) (?:${now} )?(?:van |co )?con(?: nua| ton tai| hoat dong)? ${not}${after}`),
  new RegExp(
    `^(?<name>.+?) (?:${now} )?(?:bi |da )?${gone}(?: nua)?(?: roi)? (?:ha|a|phai ${not}|dung ${not})${after}`,
  ),
]
const level = '(?:cap )?(?:quan huyen|huyen quan|quan voi huyen|quan va huyen|huyen|quan)'
const heard = '(?:(?:em|chi|anh|ban|oi|ad|cho|toi|hoi|la|nghe|noi|gio|bay gio|hien nay|nay|thay|bao) )*'
/** Of no district by its name. */
const levels: readonly RegExp[] = [
  new RegExp(`^${heard}(?:co |van )?con ${level}(?: nua)? ${not}${after}`),
  new RegExp(`^${heard}${level} (?:${now} )?(?:co |van )?con(?: nua)? ${not}${after}`),
  new RegExp(`^${heard}(?:da )?${gone} ${level}(?: het)?(?: roi)?(?: phai ${not}| dung ${not})?${after}`),
  new RegExp(
    `^${heard}${level} (?:${now} )?(?:bi |da )?${gone}(?: roi)?(?: phai ${not}| dung ${not})?${after}`,
  ),
]
/** "Xã mới tên gì": of their own, of which no name is said. */
const nameless = new RegExp(
  `^${heard}(?:ten )?(?:xa|phuong|cho) moi(?: (?:cua|nha) (?:toi|em|tui|minh))?(?: (?:bay gio|gio))?(?: (?:la|ten|ten la|goi la))? (?:gi|chi)${after}`,
)
const own =
  /^(?:(?:xa|phuong|thi tran|cho|que|nha|noi|khu|dia phuong)(?: cua)?(?: nha)? (?:toi|em|chau|minh|tui|bac|chung toi|chung em|bon em)|my (?:commune|ward|home|place|village))(?: o)?(?: cu)?(?: (?:da |vua |moi |nay |gio )*(?:bi )?(?:sap nhap|sat nhap|nhap|doi ten)(?: roi)?)?$/
/** Only whole phrases where no kind of place follows: "Minh", "Con", "Hội" begin names. */
const before =
  /^(?:(?:(?:cho|xin|cac|em|toi|bac|chau|con|minh|anh|chi|hoi|da|vang|thua|oi|a|ad|ban|muon|biet|the|vay|nha|que|cai|truoc|day|kia|ngay|xua|cu|dia|chi|dang|song|o|tai) )+(?=(?:xa|phuong|thi tran|thi xa|dac khu|huyen|quan|thanh pho|tp|tinh) )|(?:(?:cho|xin) (?:(?:toi|em|chau|con|minh) )?hoi |(?:nha|que|ho khau|ho khau nha) (?:toi|em|chau|minh) (?:o )?|(?:toi|em|chau|minh) o |truoc day (?:o )?|the con |vay con )+)/

/** Reads a question for what a place is now; `undefined` when it is no such question. Never throws. */
export function readPlaceQuestion(text: string): PlaceQuestion | undefined {
  if (text.length > maxChars) return undefined
  const tokens = tokenise(text)
  const folded = tokens.map((token) => token.folded).join(' ')
  if (levels.some((question) => question.test(folded)))
    return { place: '', asks: 'districts', isNamed: true, isStill: true, isOwn: false }
  if (nameless.test(folded)) return { place: '', asks: 'commune', isNamed: true, isStill: false, isOwn: true }
  for (const question of [...questions, ...stills]) {
    const match = question.exec(folded)
    const { name, unit, province } = match?.groups ?? {}
    if (name === undefined) continue
    const bare = name.replace(before, '')
    const start = wordsBefore(folded, folded.indexOf(bare, folded.indexOf(name)))
    const [first, last] = [tokens[start], tokens[start + bare.split(' ').length - 1]]
    if (first !== undefined && last !== undefined) {
      const isNamed = unit !== undefined || province !== undefined
      const asks = province === undefined && !bare.startsWith('tinh ') ? 'commune' : 'province'
      const isStill = stills.includes(question)
      return {
        place: clean(text).slice(first.start, last.end),
        asks,
        isNamed,
        isStill,
        isOwn: own.test(name),
      }
    }
  }
  return undefined
}

const wordsBefore = (folded: string, at: number) => folded.slice(0, at).split(' ').length - 1
