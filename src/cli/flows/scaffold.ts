import type { Day } from '../../calendar/day.ts'

/**
 * The files of a new procedure, by path within its folder. They check and play as they are, and tell nothing that
 * is not known: the first fact has no value yet.
 */
export function scaffoldOf(id: string, contact: string, today: Day): ReadonlyMap<string, string> {
  const words = id.replaceAll('-', ' ')
  return new Map([
    ['facts.yaml', facts(id, words, contact, today)],
    ['script.yaml', script(id)],
    ['examples.yaml', examples(id, words)],
    ['transcripts/first.yaml', transcript(id, today)],
  ])
}

const schemaLine = (kind: string, up = '..') => `# yaml-language-server: $schema=${up}/schema/${kind}.json\n`

const facts = (id: string, words: string, contact: string, today: Day) => `${schemaLine('facts')}\
# Sự thật về thủ tục: lệ phí, thời hạn, giấy tờ, nơi làm. Mỗi giá trị ghi nguồn và ngày đối chiếu.
# Chưa chắc thì để trống "value" và ghi confidence: unconfirmed. Trợ lý sẽ nói là chưa chắc, không đoán.
procedure: ${id}
name: Thủ tục ${words}
short: ${words.charAt(0).toUpperCase()}${words.slice(1)}
contact: ${contact}

sources:
  to_find:
    title: Văn bản cần tìm

facts:
  fee:
    type: money
    topic: fee
    label: Lệ phí
    values:
      - confidence: unconfirmed
        source: to_find
        reviewed: ${today.iso}
`

const script = (id: string) => `${schemaLine('script')}\
# Kịch bản chạy từ trên xuống. Thử ngay: npm run chat
procedure: ${id}
steps:
  - ask: has_papers
    type: yes_no
    text: Bác đã có đủ giấy tờ chưa ạ?
    label: Đã có đủ giấy tờ
    hint: Bác trả lời "có" hoặc "chưa" ạ.
  - answer: fee_told
    facts: [fee]
  - end: finished
    text: Cần gì nữa bác cứ nhắn em ạ.
`

const examples = (id: string, words: string) => `${schemaLine('examples')}\
# Người dân hay nhắn thế nào khi cần việc này? Viết thật nhiều câu: có dấu, không dấu, viết tắt, sai chính tả.
procedure: ${id}
examples:
  overview:
    - ${words}
    - tôi cần làm thủ tục ${words}
  fee:
    - lệ phí ${words} bao nhiêu
`

const transcript = (id: string, today: Day) => `${schemaLine('transcript', '../..')}\
case: a citizen opens the procedure and answers the first question
now: ${today.iso}T09:00+07:00
turns:
  - tap: "!start:${id}"
    in: ${id}
    at: has_papers
  - citizen: chưa
    at: null
    slots: { has_papers: false }
    says: chưa có thông tin chắc chắn
`
