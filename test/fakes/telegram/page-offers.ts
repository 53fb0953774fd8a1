/** What the page offers at this platform, beyond what it offers at every one. */
import type { FakeAction, FakeCitizen, FakeTrouble, Fault } from '../kit/fake.ts'
import { refused } from './api.ts'
import type { TelegramCitizen } from './citizen.ts'
import { forbidden, type Refusal, tooMany } from './refusal.ts'

export const troubles: readonly FakeTrouble[] = [
  { name: 'flood', label: 'Gọi quá dày (429, chờ 5 giây)', fault: jsonError(tooMany(5)) },
  {
    name: 'blocked',
    label: 'Người dân đã chặn bot (403)',
    fault: jsonError(forbidden('bot was blocked by the user')),
    method: 'sendMessage',
  },
]

export const actions: readonly FakeAction[] = [
  { name: 'blocks', label: 'Chặn bot', run: (citizen) => own(citizen).blocks() },
  { name: 'unblocks', label: 'Bỏ chặn bot', run: (citizen) => own(citizen).unblocks() },
  {
    name: 'foreign_contact',
    label: 'Gửi danh thiếp của người khác',
    run: (citizen) => citizen.sends({ type: 'contact', phone: '84900000009', isForeign: true }),
  },
  { name: 'edits', label: 'Sửa tin vừa gửi thành…', run: (citizen, text) => own(citizen).editsLast(text) },
]

/** A citizen of this platform can more than those of others. */
function own(citizen: FakeCitizen): TelegramCitizen {
  return citizen as TelegramCitizen
}

function jsonError(refusal: Refusal): Fault {
  const { status, answer } = refused(refusal)
  return { type: 'json', status, body: answer }
}
