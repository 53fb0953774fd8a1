/** A morning at one desk: cases in every state. */
import type { FakeOffice } from './fake-office.ts'

const minute = 60_000

export function fillOffice(office: FakeOffice, now: number): void {
  const at = (minutesAgo: number) => now - minutesAgo * minute
  const birth = {
    id: 'birth-linked',
    name: 'Khai sinh – thường trú – thẻ BHYT',
    short: 'Khai sinh – thường trú – thẻ BHYT',
  }
  office.views.set('k3x9waitng', {
    procedure: birth,
    step: 'Bố mẹ cháu đã đăng ký kết hôn chưa ạ?',
    commune: 'Phường Ví Dụ',
    answers: [
      { label: 'Ngày sinh của cháu', value: '05/11/2026' },
      { label: 'Ai đi khai', value: 'Ông bà' },
      { label: 'Cháu ở cùng', value: 'Bố mẹ' },
    ],
    missing: ['Giấy chứng sinh bản chính', 'Văn bản ủy quyền của bố mẹ'],
    clocks: [{ label: 'Hạn đăng ký khai sinh', day: '04/01/2027', daysLeft: 43 }],
    // What the bot would tell is not the business of these pages: no fact is made up here.
    prepared: [
      {
        procedure: 'birth-linked',
        topic: 'documents',
        label: 'Giấy tờ cần có',
        text: 'Giấy tờ cần có: (soạn từ sự thật)',
      },
      { procedure: 'birth-linked', topic: 'fee', label: 'Lệ phí', text: 'Lệ phí: (soạn từ sự thật)' },
      { procedure: 'birth-linked', topic: 'where', label: 'Nộp ở đâu', text: 'Nộp ở đâu: (soạn từ sự thật)' },
    ],
    steps: [
      { id: 'birth_date', label: 'Ngày sinh của cháu' },
      { id: 'married', label: 'Bố mẹ đã đăng ký kết hôn chưa' },
    ],
  })
  office.change(
    'k3x9waitng',
    {
      reason: 'not_understood',
      openedAt: at(12),
      waitingSince: at(12),
      dueAt: now + 18 * minute,
      wish: 'Bố cháu đi làm xa không về được thì ông bà đi khai sinh cho cháu có được không',
      procedure: 'birth-linked',
    },
    { kind: 'citizen', at: at(15), text: 'khai sinh cho chau moi sinh' },
    { kind: 'bot', at: at(15), text: 'Bố mẹ cháu đã đăng ký kết hôn chưa ạ?' },
    { kind: 'citizen', at: at(13), text: 'bố nó đi tàu viễn dương tháng sau mới về' },
    {
      kind: 'bot',
      at: at(13),
      text: 'Dạ em chưa hiểu ý bác ạ. Bác chọn giúp em: đã đăng ký, hay chưa đăng ký?',
    },
    {
      kind: 'citizen',
      at: at(12),
      text: 'Bố cháu đi làm xa không về được thì ông bà đi khai sinh cho cháu có được không',
    },
    { kind: 'opened', at: at(12), reason: 'not_understood' },
    {
      kind: 'bot',
      at: at(12),
      text: 'Dạ, em đã báo cán bộ Một cửa phường Ví Dụ. Cán bộ trả lời bác ngay ở đây ạ.',
    },
  )
  office.views.set('a7overdue2', {
    procedure: {
      id: 'death-linked',
      name: 'Khai tử – xóa thường trú – mai táng phí',
      short: 'Khai tử – xóa thường trú – mai táng phí',
    },
    clocks: [{ label: 'Hạn đăng ký khai tử', day: '24/11/2026', daysLeft: 2 }],
  })
  office.change(
    'a7overdue2',
    {
      reason: 'distress',
      conversation: 'web:abcdefghijklmnop',
      openedAt: at(95),
      waitingSince: at(95),
      dueAt: at(5),
      escalations: 1,
      wish: 'Mẹ tôi mất hôm qua, tôi không biết phải làm gì trước',
    },
    { kind: 'opened', at: at(95), reason: 'distress' },
    { kind: 'citizen', at: at(95), text: 'Mẹ tôi mất hôm qua, tôi không biết phải làm gì trước' },
  )
  office.views.set('c4callback', {
    procedure: { id: 'social-pension', name: 'Trợ cấp hưu trí xã hội', short: 'Trợ cấp hưu trí xã hội' },
  })
  office.change(
    'c4callback',
    {
      kind: 'call_back',
      conversation: 'telegram:77',
      openedAt: at(40),
      waitingSince: at(40),
      dueAt: now + 60 * minute,
      phone: '0912345678',
      wished: 'afternoon',
      wish: 'Tôi 76 tuổi hỏi tiền trợ cấp người già, mắt kém không nhắn được nhiều',
    },
    { kind: 'opened', at: at(40), reason: 'asked_for_person' },
  )
  office.change(
    'n1unclear0',
    {
      reason: 'withheld',
      conversation: 'zalo-bot:9',
      openedAt: at(3),
      waitingSince: at(3),
      dueAt: now + 27 * minute,
    },
    { kind: 'opened', at: at(3), reason: 'withheld' },
  )
  const hoa = { id: 'hoa.tran', name: 'Chị Hoa' }
  office.views.set('t5colleage', {
    procedure: { id: 'temporary-residence', name: 'Đăng ký tạm trú', short: 'Đăng ký tạm trú' },
  })
  office.change(
    't5colleage',
    {
      state: 'taken',
      officer: hoa,
      takenAt: at(20),
      openedAt: at(30),
      wish: 'Chủ nhà trọ không ký giấy thì đăng ký tạm trú thế nào',
    },
    { kind: 'opened', at: at(30), reason: 'asked_for_person' },
    { kind: 'taken', at: at(20), by: hoa },
  )
  office.views.set('d9closed11', {
    procedure: { id: 'marriage', name: 'Đăng ký kết hôn', short: 'Đăng ký kết hôn' },
  })
  office.change(
    'd9closed11',
    {
      state: 'closed',
      officer: { id: 'lan.nguyen', name: 'Chị Lan' },
      openedAt: at(300),
      closedAt: at(250),
      outcome: 'solved',
      rating: 5,
      wish: 'Hai người khác tỉnh thì đăng ký kết hôn ở đâu',
    },
    { kind: 'opened', at: at(300), reason: 'asked_for_person' },
    { kind: 'rated', at: at(240), rating: 5 },
  )
  office.change(
    'z2foreign0',
    { desk: 'hai-phong/ngo-quyen', openedAt: at(8), waitingSince: at(8), wish: 'Việc của bàn khác' },
    { kind: 'opened', at: at(8), reason: 'asked_for_person' },
  )
  const reasons = { asked_for_person: 21, not_understood: 14, distress: 3 }
  for (const week of ['2026-11-16', '2026-11-09'])
    office.weeks.push({
      desk: 'hai-phong/hong-bang',
      deskName: 'Một cửa phường Ví Dụ',
      week,
      cases: 38,
      callBacks: 4,
      open: 2,
      untaken: 1,
      solved: 30,
      outcomes: { solved: 30, comes_to_desk: 6 },
      escalated: 2,
      waitMedian: 6,
      waitP90: 19,
      ratings: 17,
      ratingMean: 4.6,
      reasons,
    })
}
