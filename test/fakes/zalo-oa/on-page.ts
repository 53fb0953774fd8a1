/** What a person can do and switch on at the page of this fake. */
import type { FakeAction, FakeTrouble } from '../kit/fake.ts'
import type { OaCitizen } from './citizen.ts'
import type { FakeZaloOa } from './platform.ts'
import { documented, refusal } from './refusals.ts'
import type { ZaloOaSwitches } from './switches.ts'

/** Things done beside the conversation. `citizenWith`: the citizen of that id. */
export function actionsOf(
  staffTypes: FakeZaloOa['staffTypes'],
  citizenWith: (id: string) => OaCitizen,
): readonly FakeAction[] {
  return [
    { name: 'staff', label: 'Cán bộ trả lời trong hộp thư của OA', run: staffTypes },
    { name: 'unfollow', label: 'Bỏ quan tâm', run: ({ id }) => citizenWith(id).unfollows() },
    { name: 'block', label: 'Chặn OA', run: ({ id }) => citizenWith(id).blocks() },
  ]
}

/** Refusals of the API. */
export function troublesOf({ invalidTokenCode }: ZaloOaSwitches): readonly FakeTrouble[] {
  const refuses = (code: number): FakeTrouble['fault'] => ({
    type: 'json',
    status: 200,
    body: { ...refusal(code) },
  })
  return [
    { name: 'rate', label: 'Gọi quá dày (-32)', fault: refuses(documented.rate), method: 'message/cs' },
    {
      name: 'package',
      label: 'Gói dịch vụ không cho phép (-224)',
      fault: refuses(documented.noPackage),
      method: 'message/cs',
    },
    {
      name: 'token',
      label: `Token hết hiệu lực (${invalidTokenCode})`,
      fault: refuses(invalidTokenCode),
      method: 'message/cs',
    },
  ]
}
