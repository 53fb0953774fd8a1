/** Finds what looks like a Vietnamese person's name: by what it begins with, by what stands before it, by its capitals. */
import { fold } from './fold.ts'
import { type Span, type Word, wordsOf } from './spans.ts'

/** Words as they are written properly; typed without marks they count too. */
interface WordList {
  has(word: Word): boolean
}

function wordList(words: string): WordList {
  const marked = new Set(words.split(/\s+/))
  const folded = new Set([...marked].map(fold))
  return { has: (word) => marked.has(word.raw) || (word.raw === word.folded && folded.has(word.raw)) }
}

const familyNames = wordList(
  `nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn đào trịnh mai trương lâm lương tô hà cao
  thái kiều chu châu lưu tăng la quách tạ vương tống nghiêm phùng đàm triệu khúc lò thạch giàng nông ma vi hứa`,
)
/** Those that are hardly ever another word, even without marks. */
const tellingNames = wordList('nguyễn trần phạm hoàng huỳnh bùi đặng trịnh trương quách phùng')
const middleNames = wordList('văn thị đình đức hữu ngọc quốc minh xuân thanh kim thu anh hồng')
/** What no name goes on with. */
const notNames = wordList(
  `gì chi sao nào ai thế như mà thì và ở với bị sai đúng không ko k được dc đc làm muốn cần xin đăng đi hỏi sẽ đã chưa cho
  của trong trên khai giấy tờ tên người mẹ bố cha con bà ông đệm theo là có ạ nhưng nên này đó năm sinh bao quê
  hiện đang vừa mới rồi sống nhà mất chết`,
)
/** Behind these a name may come; with a capital it is one. */
const introductions = wordList(
  `là ông bà anh chị em cháu bé con cô chú bác cậu mợ dì thím bố mẹ vợ chồng cha bạn tên mr mrs ms is`,
)
const owners = wordList('tôi em e cháu con bé mình nó bạn vợ chồng bố mẹ cha ông bà anh chị')
/** Behind these stands a place, whatever it is called; places are needed to understand. */
const kindsOfPlace = wordList('xã phường huyện quận tỉnh thôn ấp làng đường phố tp trấn')
/** Places that begin like a family name. */
const places = new Set(
  `hà nội|hà nam|hà tĩnh|hà giang|hà đông|thái bình|thái nguyên|lâm đồng|cao bằng|hồ chí|lai châu|châu đốc|hoàng mai|lý sơn|vũ thư`
    .split('|')
    .map(fold),
)
const mostWords = 5
const mostPlainWords = 4

/** Where names stand, as far as they show themselves. */
export function nameSpans(text: string): readonly Span[] {
  const words = wordsOf(text)
  const capitals = words.filter(({ isCapital }) => isCapital).length
  // Where nearly everything is in capitals, capitals tell nothing.
  const tells = capitals > 0 && (capitals * 4 <= words.length * 3 || words.length <= capitals + 1)
  const isCased = (word: Word | undefined) => tells && word?.isCapital === true
  return words.flatMap((word, i) => {
    const before = word.isNext ? words[i - 1] : undefined
    const isPlace =
      (before !== undefined && kindsOfPlace.has(before)) ||
      places.has(`${word.folded} ${words[i + 1]?.folded ?? ''}`)
    if (isPlace) return []
    const begins =
      (isSaidToBeName(words, i, text) && !notNames.has(word)) ||
      (familyNames.has(word) && isCased(word) && isCased(words[i + 1]) && words[i + 1]?.isNext) ||
      (tellingNames.has(word) && words[i + 1]?.isNext && middleNames.has(words[i + 1] as Word)) ||
      (before !== undefined && fold(before.raw) === 'la' && tellingNames.has(word)) ||
      (before !== undefined && introductions.has(before) && !isCased(before) && isCased(word))
    return begins ? [spanFrom(words, i, isCased(word))] : []
  })
}

/** Behind "tên là", "tên tôi là", "họ và tên:", "my name is". */
function isSaidToBeName(words: readonly Word[], at: number, text: string): boolean {
  let i = at - 1
  const gap = text.slice(words[i]?.end ?? 0, words[at]?.start ?? 0)
  if (!/^[\s:"'“-]{1,4}$/.test(gap)) return false
  const isLinked = gap.includes(':') || ['la', 'is'].includes(words[i]?.folded ?? '')
  if (['la', 'is'].includes(words[i]?.folded ?? '')) i -= 1
  const isOwned = words[i] !== undefined && owners.has(words[i] as Word)
  if (isOwned) i -= 1
  const [name, owner] = [words[i], words[i - 1]]
  if (name === undefined || !['ten', 'name'].includes(name.folded)) return false
  // "tên gì", "đổi tên cho con" and "tên con" alone name nobody; "tôi tên Lan" does.
  return isLinked || (!isOwned && owner !== undefined && owners.has(owner))
}

function spanFrom(words: readonly Word[], from: number, isCased: boolean): Span {
  const most = isCased ? mostWords : mostPlainWords
  let to = from + 1
  while (to - from < most) {
    const word = words[to]
    if (word === undefined || !word.isNext) break
    const isMiddle = to === from + 1 && middleNames.has(word)
    if (isCased ? !word.isCapital : notNames.has(word) && !isMiddle) break
    to += 1
  }
  return { start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 }
}
