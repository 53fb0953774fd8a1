/** A Telegram group of the desk `mot-cua`, and the officers in it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runStaff } from '../../../src/cli/staff.ts'
import type { FakeGroup, FakeTelegram, GroupMember } from '../../fakes/telegram/index.ts'
import { shippedFlowsDir } from '../../support/files.ts'
import { addStaff } from './office.ts'
import type { Player } from './players.ts'

export const soon = { timeout: 60_000, interval: 100 }

export interface DeskGroup {
  readonly group: FakeGroup
  /** What a service is started with to have it. */
  readonly environment: Readonly<Record<string, string>>
  /** A member of the group whom the office knows by a code, which a service at work is told. */
  employ(login: string, name: string): Promise<GroupMember>
  /** Everything in the first topic, a message a line. */
  said(): string
}

/**
 * Makes the group, and flows below `folder` whose desk has it.
 * @param settings where the office keeps its accounts, e.g. `DATA_DIR`; part of the environment
 */
export function openDeskGroup(
  fake: FakeTelegram,
  folder: string,
  { now, settings }: { readonly now: string; readonly settings: Readonly<Record<string, string>> },
): DeskGroup {
  const group = fake.group('Một cửa', { hasTopics: true })
  const flows = join(folder, 'flows')
  cpSync(shippedFlowsDir, flows, { recursive: true })
  const desks = join(flows, 'places/desks.yaml')
  const shared = `surfaces: [console, telegram]\n    telegram: { chat: ${group.id}, topics: true }`
  writeFileSync(desks, readFileSync(desks, 'utf8').replace('surfaces: [console]', shared))
  const environment = { ...fake.environment, ...settings, FLOWS_DIR: flows }
  return {
    group,
    environment,
    async employ(login, name) {
      const member = group.member(login)
      await addStaff(environment, Date.parse(now), [
        ...['--login', login, '--name', name, '--role', 'officer', '--desk', 'mot-cua'],
      ])
      await member.writes(`/link ${await codeFor(login, environment, now)}`)
      await expect
        .poll(() => group.screen.some(({ text }) => text.includes(`Cảm ơn ${name}`)), soon)
        .toBe(true)
      return member
    },
    said: () =>
      group
        .inTopic(group.topics[0]?.id ?? 0)
        .map(({ text }) => text)
        .join('\n'),
  }
}

async function codeFor(
  login: string,
  environment: Readonly<Record<string, string>>,
  now: string,
): Promise<string> {
  let printed = ''
  const print = (text: string) => {
    printed += text
  }
  const options = { environment, now: () => Date.parse(now), readInput: async () => '' }
  await runStaff({ ...options, print, complain: print }, ['link', login])
  return /\/link ([A-Z0-9]{8})/.exec(printed)?.[1] ?? printed
}

/** A citizen in the middle of a script asks for an officer, to write here. */
export async function asksForOfficer(player: Player): Promise<void> {
  await player.says('lam giay khai sinh cho chau moi sinh')
  await player.hears('Cháu đã có giấy khai sinh chưa')
  await player.presses('Chưa có giấy khai sinh')
  await player.hears('Cháu sinh ngày nào')
  await player.says('gặp cán bộ')
  await player.hears('bằng cách nào')
  await player.presses('Nhắn tin ở đây')
  await player.hears('Em đã báo')
}
