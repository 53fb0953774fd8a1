/**
 * The example that docs/flow-format.md shows piece by piece: a small procedure that a test loads and plays, so that
 * the page cannot show what does not work.
 */

/** A kind of step, as it is shown; in this order the examples are one script. */
export const stepExamples: readonly { readonly kind: string; readonly yaml: string }[] = [
  {
    kind: 'say',
    yaml: `\
- say: welcome
  text: Em hỏi mấy câu ngắn thôi ạ.
  image:
    source: https://example.com/giay-khai-sinh.jpg
    alt: Tờ giấy khai sinh mẫu`,
  },
  {
    kind: 'choice',
    yaml: `\
- ask: birth_place
  type: choice
  text: Cháu sinh ở đâu ạ?
  label: Nơi sinh
  hint: Bác chọn một trong hai dòng.
  why: Sinh ở nhà thì cần giấy khác.
  options:
    hospital:
      label: Ở bệnh viện, trạm y tế
      words: [bệnh viện, trạm xá, nhà hộ sinh]
      hears: ["(sinh|đẻ) (cháu|bé)? ở (bệnh viện|trạm xá)"]
    home: Ở nhà`,
  },
  {
    kind: 'date',
    yaml: `\
- ask: birth_date
  type: date
  tense: past
  text: Cháu sinh ngày nào ạ?
  label: Ngày sinh của cháu
  hint: Ví dụ 5/11/2026, "hôm qua", "mùng 5 tháng 11".
  hears: [sinh, đẻ]
  hears_not: [khai sinh, chứng sinh]
  ages: { of: [cháu, bé], oldest: 14 }
  checks:
    - check: birth_date <= today
      otherwise: Ngày sinh không thể sau hôm nay. Bác xem lại giúp em ạ.`,
  },
  {
    kind: 'set',
    yaml: `\
- set: register_by
  value: birth_date + facts.register_deadline
- set: late
  value: today > register_by
- say: deadline_is
  text: Hạn đăng ký là ngày {{ register_by | date }}, {{ register_by | days_left }}.`,
  },
  {
    kind: 'place',
    yaml: `\
- ask: province
  type: place
  when: late
  text: Bác ở tỉnh, thành phố nào ạ?
  label: Tỉnh, thành phố`,
  },
  {
    kind: 'branch',
    yaml: `\
- branch: where_born
  cases:
    - when: birth_place == "home"
      steps:
        - ask: has_witness
          type: yes_no
          text: Có người làm chứng việc sinh không ạ?
          label: Người làm chứng
        - handoff: ask_desk
          when: "!has_witness"
          reason: no_witness
          text: Không có người làm chứng thì bác hỏi cán bộ trước ạ.
    - when: late
      goto: fees
  else:
    steps:
      - say: in_time
        text: Bác vẫn còn trong hạn ạ.`,
  },
  {
    kind: 'answer',
    yaml: `\
- answer: fees
  facts: [birth_fee]`,
  },
  {
    kind: 'number',
    yaml: `\
- ask: copies
  type: number
  min: 1
  max: 20
  text: Bác cần thêm mấy bản sao ạ?
  label: Số bản sao
  hint: Bác nhắn một con số, ví dụ 2.`,
  },
  {
    kind: 'text',
    yaml: `\
- ask: remark
  type: text
  max_chars: 100
  text: Bác muốn dặn cán bộ điều gì ạ?
  label: Lời dặn`,
  },
  {
    kind: 'phone',
    yaml: `\
- ask: phone
  type: phone
  text: Cán bộ gọi bác theo số nào ạ?
  label: Số điện thoại
  why: Để cán bộ gọi khi có kết quả.`,
  },
  {
    kind: 'ticks',
    yaml: `\
- ask: ready_papers
  type: ticks
  fact: papers
  text: Bác chuẩn bị những giấy này. Có giấy nào bác đánh dấu giấy đó ạ.
  label: Giấy tờ đã chuẩn bị`,
  },
  {
    kind: 'yes_no',
    yaml: `\
- ask: want_reminder
  type: yes_no
  when: "!late && register_by - 5 > today"
  text: Em nhắc bác trước hạn 5 ngày nhé?
  label: Nhắc trước hạn`,
  },
  {
    kind: 'remind',
    yaml: `\
- remind: before_deadline
  when: has(answers.want_reminder) && want_reminder
  on: register_by - 5
  text: Em nhắc bác, hạn đăng ký khai sinh là ngày {{ register_by | date }}.`,
  },
  {
    kind: 'call',
    yaml: `\
- call: vneid_level
  flow: vneid`,
  },
  {
    kind: 'handoff',
    yaml: `\
- handoff: needs_vneid
  when: "!vneid"
  reason: no_vneid
  text: Bác mang căn cước và điện thoại ra một cửa, cán bộ giúp ạ.`,
  },
  {
    kind: 'end',
    yaml: `\
- end: finished
  text: Xong rồi ạ. Cần gì nữa bác cứ nhắn em.`,
  },
]

const facts = `\
procedure: birth
name: Đăng ký khai sinh
short: Khai sinh
contact: commune_desk

sources:
  civil_status_law:
    title: Luật Hộ tịch 60/2014/QH13
  justice_page:
    title: Bộ Tư pháp, trang thủ tục đăng ký khai sinh 1.001193
    url: https://moj.gov.vn/portal/thu-tuc-hanh-chinh/chi-tiet-1.001193.html

facts:
  register_deadline:
    type: calendar_days
    topic: deadline
    label: Hạn đăng ký khai sinh
    values:
      - value: 60
        confidence: confirmed
        source: civil_status_law
        article: Điều 15 khoản 1
        reviewed: 2026-09-21
  birth_fee:
    type: money
    topic: fee
    label: Lệ phí đăng ký khai sinh
    values:
      - value: 0
        when: late == false
        condition: Đăng ký đúng hạn
        confidence: confirmed
        source: civil_status_law
        article: Điều 11
        reviewed: 2026-09-21
      - when: late
        condition: Đăng ký quá hạn
        note: Mức thu do Hội đồng nhân dân từng tỉnh quy định.
        confidence: unconfirmed
        source: civil_status_law
        reviewed: 2026-09-21
  papers:
    type: documents
    topic: documents
    label: Giấy tờ cần có
    values:
      - value:
          - id: birth_certificate
            name: Giấy chứng sinh
            when: birth_place == "hospital"
            condition: Sinh ở bệnh viện, trạm y tế
          - id: identity_card
            name: Căn cước của người đi đăng ký
        confidence: confirmed
        source: justice_page
        reviewed: 2026-09-21
`

const overlay = `\
procedure: birth
place: hai-phong
sources:
  civil_status_law:
    title: Luật Hộ tịch 60/2014/QH13
  resolution_23:
    title: Nghị quyết 23/2026/NQ-HĐND thành phố Hải Phòng
facts:
  birth_fee:
    values:
      - value: 0
        when: late
        condition: Đăng ký quá hạn, nộp trên mạng
        from: 2026-08-08
        confidence: secondary
        source: resolution_23
        article: Điều 2
        reviewed: 2026-11-22
      - value: 0
        when: late == false
        condition: Đăng ký đúng hạn
        confidence: confirmed
        source: civil_status_law
        article: Điều 11
        reviewed: 2026-09-21
`

const shared = `\
flow: vneid
steps:
  - ask: vneid
    type: yes_no
    text: Bác có VNeID mức 2 chưa ạ?
    label: VNeID mức 2
`

const transcript = `\
case: a mother at the hospital hears the deadline, asks about the fee, and goes on
now: 2026-11-22T09:00+07:00
turns:
  - tap: "!start:birth"
    at: birth_place
    in: birth
  - citizen: o benh vien
    at: birth_date
  - citizen: lệ phí khai sinh bao nhiêu?
    at: birth_date
    says: không mất tiền
  - citizen: 5/11/2026
    at: copies
    slots: { birth_date: 2026-11-05 }
    says: 4/1/2027
    never: quá hạn
  - citizen: "2"
    after: 1d
    at: remark
  - citizen: Em nhờ xem giúp tên cháu
    at: phone
  - citizen: số tôi là 0912 345 678
    at: ready_papers
    slots: { phone: "0912345678" }
    says: 0912 345 678
  - ticks: [identity_card]
    finish: true
    at: want_reminder
  - citizen: có
    at: vneid
    effects: ["schedule_timer:remind:birth:before_deadline"]
  - citizen: rồi
    at: null
`

const examples = `\
procedure: birth
examples:
  overview:
    - làm giấy khai sinh cho cháu
    - dang ky khai sinh
  fee:
    - lệ phí khai sinh bao nhiêu
    - khai sinh het bao nhieu tien
`

const contacts = `\
contacts:
  commune_desk:
    name: Một cửa xã, phường
    text: Một cửa của xã, phường nơi bác ở ạ.
    source: Bảng niêm yết tại xã, phường
    confidence: confirmed
    reviewed: 2026-09-21
`

const provinces = `\
source: Nghị quyết 202/2025/QH15
provinces:
  hai-phong:
    name: Hải Phòng
    also: [Hải Dương]
    location: { latitude: 20.86, longitude: 106.68 }
  hue: { name: Huế, also: [Thừa Thiên Huế] }
`

const desks = `\
# Bịa ra để làm ví dụ: không phải giờ hay số điện thoại của nơi nào.
place: hai-phong
desks:
  vi-du:
    name: Một cửa (ví dụ)
    serves: province
    phone: 0225 000 0000
    address: Số 1 phố Ví Dụ
    hours:
      mon-thu: [7:30-11:30, 13:30-17:00]
      fri: [7:30-11:30, 13:30-16:30]
      sat: [8:00-11:00]
    exceptions:
      - { day: 2027-01-14, until: 2027-01-15, closed: true, why: Tập huấn }
      - { day: 2027-01-17, hours: [8:00-10:00], why: Ngày hội làm giấy tờ }
    duty:
      mon-fri: [lan, hoa]
      sat: [hoa]
    surfaces: [console, telegram]
    telegram: { chat: -1001234567890, topics: true }
    accept_within: 10
    answer_within: 20
    escalation:
      - desk: khai-sinh
      - contact: commune_desk
    confidence: confirmed
    source: Bảng niêm yết tại trụ sở (ví dụ)
    reviewed: 2026-11-20
    review_by: 2027-05-20
  khai-sinh:
    name: Bàn khai sinh (ví dụ)
    serves: province
    procedures: [birth]
    hours:
      mon-fri: [7:30-11:30]
    escalation:
      - contact: commune_desk
    confidence: unconfirmed
`

const menu = `\
menu:
  - birth
`

const indented = (yaml: string) => yaml.replaceAll(/^(?=.)/gm, '  ')

const script = `procedure: birth\nsteps:\n${stepExamples.map(({ yaml }) => indented(yaml)).join('\n')}\n`

/** Every file of the example by its path in `flows/`, and by the kind of its schema. */
export const fileExamples: readonly {
  readonly kind: string
  readonly path: string
  readonly yaml: string
}[] = [
  { kind: 'facts', path: 'birth/facts.yaml', yaml: facts },
  { kind: 'script', path: 'birth/script.yaml', yaml: script },
  { kind: 'examples', path: 'birth/examples.yaml', yaml: examples },
  { kind: 'transcript', path: 'birth/transcripts/first.yaml', yaml: transcript },
  { kind: 'shared', path: 'shared/vneid.yaml', yaml: shared },
  { kind: 'overlay', path: 'places/hai-phong/birth.yaml', yaml: overlay },
  { kind: 'contacts', path: 'contacts.yaml', yaml: contacts },
  { kind: 'menu', path: 'menu.yaml', yaml: menu },
  { kind: 'provinces', path: 'places/provinces.yaml', yaml: provinces },
  { kind: 'desks', path: 'places/hai-phong/desks.yaml', yaml: desks },
]
