/** Citizens on their way through the shipped scripts: what each would answer to every question. */
import { sundayMorning } from '../support/talk.ts'

/** Papers ticked one by one, by their numbers as they stand on the list. */
export interface Papers {
  readonly papers: readonly string[]
}

/** What is typed, by the id of the question. */
export type Answers = Readonly<Record<string, string | Papers>>

export interface Journey {
  readonly procedure: string
  readonly name: string
  readonly now: number
  readonly answers: Answers
}

const mondayMorning = Date.parse('2026-11-23T09:00+07:00')

function has(...papers: readonly string[]): Papers {
  return { papers }
}

/** An answer to every question of a script, whichever way an edit leads. */
const usual: Readonly<Record<string, Answers>> = {
  'birth-linked': {
    registered: 'chua',
    birth_date: '5/11/2026',
    applicant: 'mẹ',
    parents: '1',
    residence: 'theo bố',
    birth_paper: 'có rồi',
    province: 'Hải Phòng',
    papers: has('identity_card', 'first_clinic'),
    want_reminder: 'có',
    vneid: 'có rồi',
    filing: 'trên mạng',
    step_1_done: 'mở được rồi',
    stuck_1_next: 'mở được rồi',
    step_3_done: '1',
    stuck_3_next: 'ra xã',
    step_5_done: 'rõ rồi',
  },
  'certify-copy': {
    paper: 'giấy Việt Nam',
    foreign_kind: 'giấy khác',
    legalised: 'có',
    condition: 'còn tốt',
    pages: '5',
    copies: '3',
    visit: 'hôm khác',
    ready_papers: has('original', 'photocopy'),
  },
  'temporary-residence': {
    need: 'mới đến',
    expiry: '15/3/2027',
    remind_extend: 'có',
    same_commune: 'không',
    stay: 'ở lâu',
    home: 'có hợp đồng',
    age: '45',
    channel: 'trên mạng',
    vneid: 'có rồi',
    exempt: 'không',
    digital: 'không rõ',
    ready_papers: has('personal_data', 'form_ct01'),
  },
  'death-linked': {
    death_date: '20/11/2026',
    province: 'Nghệ An',
    remind_deadline: 'có',
    death_place: 'ở nhà',
    benefit: 'không rõ',
    channel: 'qua mạng',
    vneid: '3',
    ready_papers: has('applicant_id'),
  },
}

function journey(procedure: string, name: string, answers: Answers, now = sundayMorning): Journey {
  return { procedure, name, now, answers: { ...usual[procedure], ...answers } }
}

export const journeys: readonly Journey[] = [
  journey('birth-linked', 'in time, online', {}),
  journey('birth-linked', 'late, at the desk', {
    birth_date: '5/3/2026',
    applicant: 'bà nội',
    parents: 'mẹ đơn thân',
    residence: '2',
    birth_paper: 'mất rồi',
    papers: has('first_clinic'),
    vneid: 'chưa có',
    filing: 'ra xã',
  }),
  journey('birth-linked', 'stuck online twice', { step_1_done: 'không mở được', step_3_done: 'vướng' }),
  journey('birth-linked', 'born at home, the householder without a phone', {
    birth_paper: 'sinh ở nhà',
    papers: has('vneid_account', 'identity_card'),
    want_reminder: 'không',
    vneid: 'không rõ',
    step_5_done: 'chủ hộ không có',
  }),
  journey('certify-copy', 'a paper of ours', {}, mondayMorning),
  journey('certify-copy', 'a legalised foreign paper', { paper: 'nước ngoài', pages: '2', copies: '10' }),
  journey(
    'certify-copy',
    'a foreign diploma, today',
    {
      paper: '2',
      foreign_kind: 'bằng cấp',
      visit: 'hôm nay, trước 15 giờ',
      ready_papers: has(),
    },
    mondayMorning,
  ),
  journey('temporary-residence', 'new, online', {}),
  journey('temporary-residence', 'a child at relatives, in person', {
    need: '2',
    home: 'nhà bố mẹ',
    age: '12',
    channel: 'ra công an',
    ready_papers: has('form_ct01'),
  }),
  journey('temporary-residence', 'too early to extend', { need: 'gia hạn' }),
  journey('temporary-residence', 'in time to extend', {
    need: 'gia hạn',
    expiry: '30/11/2026',
    channel: '2',
    exempt: 'có',
  }),
  journey('death-linked', 'in time, online', {}),
  journey('death-linked', 'late, at the desk', {
    death_date: '1/5/2025',
    death_place: '1',
    benefit: 'thương binh',
    channel: 'ra xã',
    ready_papers: has('death_notice', 'applicant_id'),
  }),
]
