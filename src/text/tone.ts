/** Where the tone of "hòa" stands is a matter of the keyboard: "hoà" is the same word. */

const ends = ['òa|oà', 'óa|oá', 'ỏa|oả', 'õa|oã', 'ọa|oạ', 'òe|oè', 'óe|oé', 'ỏe|oẻ', 'õe|oẽ', 'ọe|oẹ']
const others = ['ùy|uỳ', 'úy|uý', 'ủy|uỷ', 'ũy|uỹ', 'ụy|uỵ']
const olderEnd = new Map(
  [...ends, ...others].map((pair) => {
    const [older = '', newer = ''] = pair.split('|')
    return [newer, older]
  }),
)

/** Whether two words, lower case NFC, are one but for where the tone is put: "xoá", "xóa". Never throws. */
export function isSameWord(one: string, other: string): boolean {
  return one === other || (one.length === other.length && inOlderWay(one) === inOlderWay(other))
}

function inOlderWay(word: string): string {
  const end = olderEnd.get(word.slice(-2))
  return end === undefined ? word : word.slice(0, -2) + end
}
