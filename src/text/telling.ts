/** "Ba chưa có lương hưu", "được mấy tháng rồi": words that tell what is so, and ask for nothing. Pure. */
import { fold } from './fold.ts'
import { tokenise } from './tokens.ts'

/** A longer text tells more than this. */
const maxWords = 10
/** So many words are never longer; what is longer need not be read to be counted. */
const maxUnits = 200

const family =
  '(?:ba|bo|me|ma|cha|tia|ong|ba noi|ba ngoai|ong noi|ong ngoai|noi|ngoai|vo|chong|con|chau|be|no|em|anh|chi|toi|tui|minh|bac|chu|co|di|cau|gia dinh|nha|cu)'
const whose = '(?:toi|tui|em|minh|chau|no|noi|ngoai|ho|nha toi|nha em)'
const has = '(?:co|khong|ko|k|hong|chua|chang|dang|tung|duoc huong)'
const wish = /\b(?:lam|xin|muon|can(?! cuoc)|doi|nhap|tach|cap|sua|nop|mat|chet|qua doi|giup|nho|chi)\b/
const state = new RegExp(
  `^(?:(?:da|vang|thi|ma) )*(?:${family} )?(?:${whose} )?(?:thi |cung |da |van |con )*${has} \\S`,
)

/**
 * Whether a short sentence tells what somebody has or has not. A wish is none, nor is a loss: both may name another
 * matter. Whether it is a question is not looked at. Never throws.
 */
export function tellsWhatIsSo(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && state.test(folded) && !wish.test(folded)
}

const means = /\b(?:luong|huu|tro cap|thu nhap|tien|viec lam|bao hiem|con cai|ruong|dat|nghe)\b/

/** Whether a short sentence tells what somebody lives on: "không có lương". Never throws. */
export function tellsMeans(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && means.test(folded) && tellsWhatIsSo(text)
}

const some = '(?:vai|may|dam|nhieu|dau may)'
const lead = '(?:(?:da|duoc|moi|cung|hon|gan|khoang|chung|tam|chau|con|be|no) )*'
const end = '(?: (?:roi|nay|truoc|tuoi|do|a|ah|em|oi|chu|thoi|gi do|hon))*'
const unknownDay =
  '(?:khong|ko|k|hong|hok|chang|chua) (?:nho|ro|biet)(?: (?:ngay|ro|chinh xac|nua|het|dau))*|quen(?: mat)?(?: ngay)?|moi day|vua roi|bua hom|hom bua|bua truoc|hom truoc|hom no|bua no|lau|lau lam|hoi (?:hom|khuya|toi)'
const vague = new RegExp(
  `^(?:(?:tui|toi|em|minh|bac) )?(?:${unknownDay})${end}$|^${lead}(?:${some} (?:tuan|thang|nam)|vai (?:ngay|bua|hom))${end}$|^${lead}${some} (?:ngay|bua|hom) (?:roi|nay|truoc)${end}$`,
)

/**
 * Whether a whole answer tells a day so roughly that it cannot be reckoned, or that it is not known: "mấy tháng", "bữa
 * trước", "hổng nhớ". Never throws.
 */
export function tellsVagueTime(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && vague.test(folded)
}

const polar =
  /^\S+ .*\b(?<!\bthi )(?:khong|ko|k|kh|kg|hong|hok|hem|chua)(?: (?:a|ah|vay|z|em|ad|chau|con|ban|chi|anh|the|nhi|ta))*$/

/** Whether words end as a question for yes or no does: "thứ 7 có làm ko". Never throws. */
export function endsAsking(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && polar.test(folded)
}

const which = /\S+ \S+ hay (?:la )?\S+ \S+/

/** Whether words ask which of two it is: "chủ nhà làm hay em làm". Never throws. */
export function asksWhich(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && which.test(folded)
}

const meaning =
  /^(?:cho hoi |da )?(.+?) (?:nghia )?la (?:cai |giay |viec )?(?:gi|sao)(?: (?:a|vay|em|the|z|v|con))*$/

const meaningInEnglish = /^what (?:is|are|does) (?:a |an |the )?(.+?)(?: mean)?$/

/** Whether words ask what something is. Never throws. */
export function asksMeaning(text: string): boolean {
  const folded = fold(text)
  return meaning.test(folded) || meaningInEnglish.test(folded)
}

/** Whether words ask what one of these names means: "thường trú là gì". Never throws. */
export function asksMeaningOf(text: string, names: readonly string[]): boolean {
  const folded = fold(text)
  const asked = (meaning.exec(folded) ?? meaningInEnglish.exec(folded))?.[1]
  return asked !== undefined && names.some((name) => ` ${fold(name)} `.includes(` ${asked} `))
}

const softened = '(?:da|vang|thi|ma|nhung|con|va)'
const ageLead = '(?:nam nay|da|duoc|moi|gan|hon|khoang|ngoai|chua|du|tron|hien|nay|sap|co|cung)'
const age = new RegExp(
  `^(?:${softened} )*(?:cu )?(?:${family} )?(?:${whose} )?(?:${ageLead} )*\\d{1,3} ?(?:tuoi|t)(?: (?:roi|thoi|nay|a|ah|em|do|ne|chu))*$`,
)

const enough = '(?: (?:duoc|du) (?:chua|khong|ko|k|hong))?'
const born = new RegExp(
  `^(?:${softened} )*(?:cu )?(?:${family} )?(?:${whose} )?(?:sinh(?: nam)?|sn) (?:19\\d\\d|20[0-2]\\d)${enough}$`,
)
/** Without a unit only the old are told of by a number. */
const old = new RegExp(
  `^(?:${softened} )*(?:cu )?${family} (?:${whose} )?(?:${ageLead} )*(?:[5-9]\\d|10\\d)(?: roi)?$`,
)

/**
 * Whether a whole message tells how old somebody is, or the year of birth: "ông 82 tuổi", "má tui 79", "tui sinh 1952 được
 * chưa". Never throws.
 */
export function tellsAge(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && [age, born, old].some((one) => one.test(folded))
}

const who = new RegExp(`^(?:${softened} )*${family} (?:${whose} )?(?:la|ten(?: la)?) \\S`)

/** Whether a short sentence tells who somebody is: "chồng tui là thương binh". Never throws. */
export function tellsWho(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && who.test(folded) && !wish.test(folded) && !asksOrGoes.test(folded)
}

/** A longer message tells something of its own. */
const fewWords = 6

/** Whether a few words only tell something, and wish for nothing: "mắt mờ", "đang lãnh tiền thương binh". Never throws. */
export function tellsOnly(text: string): boolean {
  const folded = wordsOf(text)
  if (folded === undefined || folded.split(' ').length > fewWords) return false
  return !wish.test(folded) && !asksOrGoes.test(folded) && !endsAsking(text)
}

const purpose =
  /^(?:(?:da|vang) )*(?:de (?:con|chau|no|em|toi|tui|minh) (?:cuoi|lay vo|lay chong|ket hon|vay|di lam|xin viec)|(?:de|dang|dung) (?:cuoi|lay|vay|lam|nop|di|xin|mua|ban|ket hon|bo tuc|dung|cho))\b/

/** Whether a short message only tells what something is for: "để vay ngân hàng". Never throws. */
export function tellsPurpose(text: string): boolean {
  const folded = wordsOf(text)
  return (
    folded !== undefined && purpose.test(folded) && !/đẻ/i.test(text.normalize('NFC')) && !endsAsking(text)
  )
}

const dwells = new RegExp(
  `^(?:${softened} )*(?:${family} )?(?:${whose} )?(?:(?:dang|hien|thi|nha|goc|quen) )*(?:o|tro|que|song|ho khau|thuong tru|tam tru)\\b`,
)
const asksOrGoes = /\b(?:dau|nao|gi|sao|may|bao|dang ky|lam|nop|den|ra)\b/

/** Whether a short message only tells where somebody lives or comes from: "ở trọ Hà Nội quê Nghệ An". Never throws. */
export function tellsHome(text: string): boolean {
  const folded = wordsOf(text)
  if (folded === undefined || endsAsking(text)) return false
  return dwells.test(folded) && !wish.test(folded) && !asksOrGoes.test(folded)
}

/** Whether a short message tells what somebody has, who they are, how old, or where they live. Never throws. */
export const tellsOfOneself = (text: string): boolean =>
  tellsWhatIsSo(text) || tellsAge(text) || tellsWho(text) || tellsHome(text)

const receives =
  /\b(?:nhan duoc|duoc nhan|duoc huong|huong duoc|lanh duoc|duoc lanh|linh duoc|duoc linh|duoc tien|co tien|duoc tro cap)\b/

/** Whether it is asked who is paid: "mình độc thân nhận được ko". Never throws. */
export function asksToReceive(text: string): boolean {
  const folded = wordsOf(text)
  return folded !== undefined && receives.test(folded) && !/\bgiay\b/.test(folded)
}

function wordsOf(text: string): string | undefined {
  if (text.length > maxUnits) return undefined
  const tokens = tokenise(text)
  if (tokens.length === 0 || tokens.length > maxWords || text.includes('?')) return undefined
  return tokens.map(({ folded }) => folded).join(' ')
}
