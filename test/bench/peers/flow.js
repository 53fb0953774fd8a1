/** The linked birth registration as the peers play it: what each step reads, and what is said once it is answered. */

const wordsOf = (text) => text.trim().toLowerCase()

/** One of several: tapped by its id, typed by its number or by words of its label. */
function choice(key, options) {
  return {
    key,
    read: (text) => {
      const words = wordsOf(text)
      const found = options.find(
        ({ id, label }, index) =>
          words === `${key}:${id}` || words === String(index + 1) || label.toLowerCase().includes(words),
      )
      return found?.id
    },
  }
}

function birthDate(text) {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? []
  if (year === undefined) return undefined
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCDate() === Number(day) ? date.toISOString().slice(0, 10) : undefined
}

export const papers = ['birth_certificate', 'identity_card', 'vneid_account', 'first_clinic']

/** The papers named by number, e.g. "1 2". */
export function readPapers(text) {
  const named = text.split(/\s+/).map((number) => papers[Number(number) - 1])
  return named.includes(undefined) ? undefined : named
}

export const isDone = (text) => wordsOf(text) === 'xong'
export const isBack = (text) => wordsOf(text) === 'quay lại'
export const opening = '!start:birth-linked'

export const steps = [
  choice('registered', [
    { id: 'not_yet', label: 'Chưa có giấy khai sinh' },
    { id: 'done', label: 'Đã làm giấy khai sinh rồi' },
  ]),
  { key: 'birth_date', read: birthDate },
  choice('applicant', [
    { id: 'parent', label: 'Cha hoặc mẹ của cháu' },
    { id: 'relative', label: 'Ông bà, người thân của cháu' },
    { id: 'carer', label: 'Người đang nuôi cháu' },
    { id: 'other', label: 'Người được nhờ làm thay' },
  ]),
  choice('parents', [
    { id: 'married', label: 'Đã kết hôn, cùng là người Việt Nam' },
    { id: 'father_named', label: 'Chưa kết hôn, cha muốn đứng tên' },
    { id: 'mother_alone', label: 'Mẹ làm một mình, không ghi tên cha' },
    { id: 'foreign', label: 'Có người nước ngoài, hoặc sinh ở nước ngoài' },
    { id: 'other', label: 'Trường hợp khác' },
  ]),
  choice('residence', [
    { id: 'with_parents', label: 'Cùng nơi với cha hoặc mẹ' },
    { id: 'elsewhere', label: 'Nơi khác, ví dụ nhà ông bà' },
    { id: 'temporary', label: 'Cha mẹ chỉ có tạm trú' },
  ]),
  choice('birth_paper', [
    { id: 'have', label: 'Có giấy chứng sinh' },
    { id: 'waiting', label: 'Chưa lấy được ở nơi sinh' },
    { id: 'lost', label: 'Mất giấy chứng sinh' },
    { id: 'none', label: 'Không có, cháu sinh ở nhà' },
  ]),
  { key: 'papers' },
  choice('want_reminder', [
    { id: 'yes', label: 'Có' },
    { id: 'no', label: 'Không' },
  ]),
  { key: 'vneid' },
]

/**
 * What is said, by what happened: the words are those of the shipped script, as `turns` (the recorded script) has
 * them, so that all say the same.
 */
export function wordsFrom(turns) {
  const said = (turn) => turns[turn].replies
  return {
    opening: said(0),
    registered: said(1),
    birth_date: said(2),
    applicant: said(3),
    parents: said(4),
    back_to_parents: said(5),
    residence: said(7),
    birth_paper: said(8),
    papers_ticked: said(9),
    papers: said(10),
    want_reminder: said(11),
  }
}

/** What is said when an answer was not understood; the script never gets there. */
export const notUnderstood = [{ text: 'Em chưa hiểu ạ.' }]

/**
 * One turn as a plain function of the session `{ at, answers }`, for the floor. Returns the key of what is said, and
 * changes the session.
 */
export function turn(session, text) {
  if (text === opening) {
    session.at = 0
    session.answers = {}
    return 'opening'
  }
  if (isBack(text)) {
    session.at -= 1
    return `back_to_${steps[session.at].key}`
  }
  const step = steps[session.at]
  if (step.key === 'papers') {
    if (!isDone(text)) {
      session.answers.papers = readPapers(text)
      return 'papers_ticked'
    }
  } else {
    const value = step.read(text)
    if (value === undefined) return undefined
    session.answers[step.key] = value
  }
  session.at += 1
  return step.key
}
