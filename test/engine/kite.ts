/** Two small procedures in which everything a script can do happens once. */
import type { Content } from '../../src/content/content.ts'
import { makeContent } from '../support/files.ts'
import { type Talk, type TalkOptions, talk } from '../support/talk.ts'

const kiteScript = `
- say: welcome
  text: Mình làm giấy thả diều nhé.
- ask: kind
  type: choice
  text: Diều của bác là loại nào ạ?
  label: Loại diều
  hint: Bác chọn một dòng.
  why: Mỗi loại diều một lệ phí.
  options:
    paper: Diều giấy
    cloth:
      label: Diều vải
      words: [bằng vải, lụa]
    night:
      label: Diều đèn thả ban đêm
      when: today < date("2027-01-01")
    other: Trường hợp khác hẳn
- ask: made
  type: date
  tense: past
  text: Diều làm ngày nào ạ?
  label: Ngày làm diều
  checks:
    - check: made <= today
      otherwise: Ngày làm diều không thể sau hôm nay ạ.
- set: apply_by
  value: made + facts.deadline
- say: deadline_told
  text: Hạn là {{ apply_by | date }}.
- ask: lining
  when: kind == "cloth"
  type: yes_no
  text: Diều có lót không ạ?
  label: Diều có lót
- say: kind_told
  text: Em hướng dẫn cho {{ kind | choice }}.
- ask: count
  type: number
  min: 1
  max: 9
  text: Bác có mấy con diều ạ?
  label: Số diều
- ask: area
  type: place
  text: Bác thả ở tỉnh nào ạ?
  label: Nơi thả
- set: total
  value: count * facts.fee
- say: fee_told
  text: Phí là {{ total | money }}.
- ask: owner
  type: text
  max_chars: 20
  text: Diều tên là gì ạ?
  label: Tên diều
- ask: papers
  type: ticks
  fact: papers
  text: Bác đã có giấy nào ạ?
  label: Giấy đã có
- ask: remind_me
  type: yes_no
  when: apply_by - 3 > today
  text: Em nhắc bác trước hạn nhé?
  label: Nhắc trước hạn
- remind: reminder
  when: has(answers.remind_me) && remind_me
  on: apply_by - 3
  text: Sắp đến hạn {{ apply_by | date }} rồi ạ.
- handoff: strange_kite
  when: kind == "other"
  reason: strange_kite
  text: Bác hỏi cán bộ về con diều này ạ.
- end: finished
  text: Xong việc thả diều rồi ạ.
`

const kiteFacts = `
deadline:
  type: calendar_days
  topic: deadline
  label: Hạn xin phép
  values:
    - { value: 60, until: 2027-02-28, article: Điều 1 }
    - { value: 90, from: 2027-03-01 }
fee:
  type: money
  topic: fee
  label: Lệ phí
  values:
    - value: 8000
fee_night:
  type: money
  topic: fee
  label: Phí thả ban đêm
  values:
    - { value: 0, when: kind == "paper", condition: Nếu là diều giấy }
    - value: 5000
duration:
  type: working_days
  topic: processing-time
  label: Bao lâu xong
  values:
    - confidence: unconfirmed
where:
  type: text
  topic: where
  label: Nơi làm
  values:
    - { value: Sân đình, confidence: conflict }
papers:
  type: documents
  topic: documents
  label: Giấy tờ
  values:
    - value:
        - { id: form, name: Đơn xin thả diều }
        - { id: photo, name: Ảnh con diều, note: chụp rõ đuôi }
        - { id: silk, name: Hóa đơn vải, when: kind == "cloth", condition: Nếu là diều vải }
steps:
  type: steps
  topic: steps
  label: Các bước
  values:
    - value: [${Array.from({ length: 3 }, (_, at) => `Bước ${at + 1} là một việc dài phải kể cho hết`).join(', ')}]
steps_more:
  type: text
  topic: steps
  label: Dặn thêm
  values:
    - value: ${'Chỗ trống, gió nhẹ, xa dây điện, không thả gần sân bay. '.repeat(8).trim()}
steps_last:
  type: text
  topic: steps
  label: Lời cuối
  values:
    - value: Nhớ cuộn dây lại
`

const lanternFacts = `
papers:
  type: documents
  topic: documents
  label: Giấy tờ
  values:
    - value:
        - { id: oil, name: Giấy mua dầu, condition: Nếu thắp dầu }
        - { id: frame, name: Ảnh khung đèn }
`

const lanternScript = `
- ask: shape
  type: choice
  text: Đèn hình gì ạ?
  label: Hình đèn
  options: { star: Ngôi sao, fish: Con cá }
- ask: lit
  type: yes_no
  text: Đèn có nến không ạ?
  label: Có nến
- end: lantern_done
  text: Xong cái đèn rồi ạ.
`

const overlay = `
procedure: kite
place: hai-phong
sources:
  local: { title: Nghị quyết của Hải Phòng }
facts:
  fee:
    values:
      - { value: 3000, source: local, confidence: confirmed, reviewed: 2026-11-01 }
`

let made: Promise<Content> | undefined

/** Kites and lanterns; made once. */
export function kites(): Promise<Content> {
  made ??= makeContent({
    scripts: { kite: kiteScript, lantern: lanternScript },
    facts: { kite: kiteFacts, lantern: lanternFacts },
    files: { 'flows/places/hai-phong/kite.yaml': overlay },
  })
  return made
}

/** What is said to get past each question of the kite script. */
const answers: Readonly<Record<string, string>> = {
  kind: 'diều giấy',
  made: '1/11/2026',
  lining: 'có',
  count: '2',
  area: 'Nghệ An',
  owner: 'Sáo Sậu',
  papers: 'xong',
  remind_me: 'có',
}

/** A citizen who was led to a question of the kite script. */
export async function atQuestion(
  ask: string,
  own: Readonly<Record<string, string>> = {},
  options: TalkOptions = {},
): Promise<Talk> {
  return goOn(talk(await kites(), options).tap('!start:kite'), ask, own)
}

/** Answers what is asked until that question, or the end. */
export function goOn(
  conversation: Talk,
  ask: string | null,
  own: Readonly<Record<string, string>> = {},
): Talk {
  const given = { ...answers, ...own }
  for (let turns = 0; conversation.at !== ask; turns += 1) {
    if (turns > 20) throw new Error(`never came to ${ask}\n${conversation.chat}`)
    conversation.say(given[String(conversation.at)] ?? '')
  }
  return conversation
}
