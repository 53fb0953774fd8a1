/** A desk where citizens on a fake Telegram talk to a script that shows what the channel can do. */
import { type TelegramChannelOptions, telegramChannel } from '../../../src/channels/telegram/index.ts'
import type { Reply, Session } from '../../../src/engine/turn.ts'
import type { Advance } from '../../../src/runtime/run-turn.ts'
import type { ChannelDriver } from '../../contracts/channel/arrange.ts'
import { type Desk, type Mode, openDesk } from '../../contracts/channel/arrange.ts'
import { telegramDriver } from '../../contracts/channel/drivers/telegram.ts'
import { type FakeTelegram, fakeTelegram } from '../../fakes/telegram/index.ts'
import { content } from '../../runtime/arrange.ts'

export type TelegramDesk = Desk<FakeTelegram>

const phrases: Readonly<Record<string, string>> = {
  'telegram.share_phone': 'Gửi số của tôi',
  'telegram.share_location': 'Gửi nơi tôi ở',
  'telegram.share_hint': 'Hoặc bác bấm nút dưới cùng ạ.',
}

/** The real channel, runtime and store at a fake Telegram. `options` are added to the channel's. */
export function openTelegram(
  mode: Mode,
  options: Partial<TelegramChannelOptions> = {},
): Promise<TelegramDesk> {
  const driver: ChannelDriver<FakeTelegram> = {
    ...telegramDriver,
    fake: fakeTelegram,
    channel: ({ environment }, { accept, clock, log, isHooked }) =>
      telegramChannel({
        token: environment.TELEGRAM_BOT_TOKEN ?? '',
        apiRoot: environment.TELEGRAM_API_ROOT ?? '',
        webhookSecret: environment.TELEGRAM_WEBHOOK_SECRET ?? '',
        phrases: async () => (key) => phrases[key] ?? '',
        accept,
        clock,
        log,
        isHooked,
        ...options,
      }),
  }
  const understand = () => {
    throw new Error('nobody asked')
  }
  return openDesk(driver, mode, { content, advance: showcase, understand })
}

const papers = [
  { id: 'birth', label: 'Giấy chứng sinh', note: 'bản chính' },
  { id: 'card', label: 'Căn cước' },
]

/** Asks whatever the word said calls for; a tap is said back. */
const showcase: Advance = (live, session, input, now) => {
  const ticked = new Set((session?.frame?.slots.ticked ?? []) as readonly string[])
  const tapped = input.type === 'tap' ? input.choice : ''
  const paper = tapped.startsWith('papers:') ? tapped.slice('papers:'.length) : undefined
  if (paper !== undefined && paper !== 'done' && !ticked.delete(paper)) ticked.add(paper)
  const next: Session = {
    v: 1,
    content: live.version,
    locale: 'vi',
    frame: { procedure: 'p', at: 'q', slots: { ticked: [...ticked] } },
    heardAt: now,
  }
  const isList = (paper !== undefined && paper !== 'done') || (input.type === 'text' && input.text === 'giấy')
  return { session: next, replies: isList ? [list(ticked)] : repliesTo(input), effects: [] }
}

function list(ticked: ReadonlySet<string>): Reply {
  const items = papers.map((paper) => ({ ...paper, isTicked: ticked.has(paper.id) }))
  const choices = [...papers.map(({ id, label }) => ({ id: `papers:${id}`, label })), done]
  return { text: `Đã có ${ticked.size} giấy.`, choices, ticks: { step: 'papers', items, doneLabel: 'Xong' } }
}
const done = { id: 'papers:done', label: 'Xong' }

function repliesTo(input: Parameters<Advance>[2]): readonly Reply[] {
  if (input.type !== 'text') return [{ text: `Đã nghe ${JSON.stringify(input)}` }]
  const image = { source: 'birth/media/to-khai.png', alt: 'Mẫu tờ khai' }
  const choices = [
    { id: 'where:home', label: 'Ở nhà' },
    { id: 'where:else', label: 'Nơi khác' },
  ]
  switch (input.text) {
    case 'im':
      return []
    case 'chọn':
      return [{ text: 'Sinh ở đâu ạ?', choices }]
    case 'số':
      return [{ text: 'Số điện thoại của bác?', wants: 'phone' }]
    case 'nơi':
      return [{ text: 'Bác ở đâu?', wants: 'location', choices }]
    case 'ảnh':
      return [{ text: 'Tờ khai đây ạ.', image, choices }]
    case 'năm':
      return [1, 2, 3, 4, 5].map((one) => ({ text: `câu ${one}` }))
    default:
      return [{ text: `Đã nghe: ${input.text}` }]
  }
}
