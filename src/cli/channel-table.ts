/**
 * What each channel can do, as a table in two languages, from the capabilities of the code.
 * `npx node src/cli/channel-table.ts` writes it into docs/channels/README.md; a test keeps the page equal.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Channel, ChannelCapabilities } from '../channels/channel.ts'
import { terminalChannel } from '../channels/terminal/index.ts'
import { webChannel } from '../channels/web/index.ts'
import { readConfig } from '../config.ts'
import { configuredPlatforms } from '../platforms/index.ts'
import { systemClock } from '../runtime/clock.ts'

export const tablePage = fileURLToPath(new URL('../../docs/channels/README.md', import.meta.url))

type Language = 'vi' | 'en'
type Words = Readonly<Record<Language, string>>

interface Row {
  readonly title: Words
  readonly tell: (capabilities: ChannelCapabilities) => Words
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const yes: Words = { vi: 'có', en: 'yes' }
const no: Words = { vi: 'không', en: 'no' }
const either = (holds: boolean) => (holds ? yes : no)
const noNumbered: Words = { vi: 'không, người dân nhắn số', en: 'no, citizens type a number' }
const always: Words = { vi: 'lúc nào cũng được', en: 'at any time' }

const images: Readonly<Record<ChannelCapabilities['images'], Words>> = {
  none: no,
  public_address: { vi: 'có, khi đã đặt PUBLIC_URL', en: 'yes, with PUBLIC_URL' },
  upload: yes,
  same_site: yes,
}

const rows: readonly Row[] = [
  {
    title: { vi: 'Nút bấm', en: 'Buttons' },
    tell: ({ hasButtons }) => (hasButtons ? yes : noNumbered),
  },
  {
    title: { vi: 'Một tin dài nhất (dài hơn thì chia)', en: 'Longest message (longer ones are split)' },
    tell: ({ maxTextUnits }) => ({
      vi: `${maxTextUnits.toLocaleString('vi-VN')} ký tự`,
      en: `${maxTextUnits.toLocaleString('en-GB')} characters`,
    }),
  },
  {
    title: { vi: 'Hiện “đang soạn tin”', en: 'Shows “typing”' },
    tell: ({ hasTyping }) => either(hasTyping),
  },
  {
    title: { vi: 'Sửa được tin đã gửi', en: 'Can change a message it sent' },
    tell: ({ hasEdit }) => either(hasEdit),
  },
  { title: { vi: 'Gửi ảnh', en: 'Pictures' }, tell: (capabilities) => images[capabilities.images] },
  {
    title: { vi: 'Đưa số điện thoại bằng một chạm', en: 'Phone number with one tap' },
    tell: ({ sharesContact }) => either(sharesContact),
  },
  {
    title: { vi: 'Đưa vị trí bằng một chạm', en: 'Place with one tap' },
    tell: ({ sharesLocation }) => either(sharesLocation),
  },
  {
    title: { vi: 'Nhắn trước được (nhắc hạn)', en: 'Can write first (reminders)' },
    tell: ({ canWriteFirst }) => either(canWriteFirst),
  },
  { title: { vi: 'Khi nào nhắn được', en: 'When it may write' }, tell: ({ window }) => tellWindow(window) },
]

function tellWindow(window: ChannelCapabilities['window']): Words {
  if (window === undefined) return always
  const [hours, days] = [window.freeMs / hourMs, window.closedAfterMs / dayMs]
  return {
    vi: `miễn phí ${hours} giờ, tính tiền đến hết ${days} ngày, kể từ khi người dân nhắn lần cuối`,
    en: `free for ${hours} hours, billed up to ${days} days, after the citizen last wrote`,
  }
}

const titles: Readonly<Record<string, Words>> = {
  web: { vi: 'Trang web', en: 'Web chat' },
  telegram: { vi: 'Telegram', en: 'Telegram' },
  'zalo-bot': { vi: 'Zalo Bot', en: 'Zalo Bot' },
  'zalo-oa': { vi: 'Zalo OA', en: 'Zalo OA' },
  terminal: { vi: 'Dòng lệnh', en: 'Terminal' },
}

/** A Markdown table: a column for each channel, a row for each capability. */
export function channelTable(
  channels: readonly Pick<Channel, 'name' | 'capabilities'>[],
  language: Language,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(['', ...channels.map(({ name }) => titles[name]?.[language] ?? name)]),
    line(['---', ...channels.map(() => '---')]),
    ...rows.map(({ title, tell }) =>
      line([title[language], ...channels.map(({ capabilities }) => tell(capabilities)[language])]),
    ),
  ].join('\n')
}

/** The page with both tables put between their marks. */
export function withTables(page: string, channels: readonly Channel[]): string {
  return (['vi', 'en'] as const).reduce((text, language) => {
    const marks = new RegExp(`(<!-- table ${language} -->\\n)[\\s\\S]*?(\\n<!-- end -->)`)
    return text.replace(
      marks,
      (_, open: string, close: string) => open + channelTable(channels, language) + close,
    )
  }, page)
}

const madeUp = {
  TELEGRAM_BOT_TOKEN: '1:made-up',
  ZALO_BOT_TOKEN: '1:made-up',
  ZALO_OA_APP_ID: '1',
  ZALO_OA_APP_SECRET: 'made-up',
  ZALO_OA_SECRET_KEY: 'made-up',
}

/** Every channel there is, with made-up settings; none of them is started. */
export async function allChannels(): Promise<readonly Channel[]> {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = systemClock()
  const accept = async () => true
  const nothing = async () => undefined
  const options = {
    accept,
    clock,
    log: quiet,
    isHooked: false,
    imageAddress: () => undefined,
    imageFile: () => undefined,
    phrases: async () => () => '',
    translations: () => [],
    heardAt: nothing,
  }
  const web = webChannel({
    accept,
    store: { replies: async () => [], session: nothing },
    pageTexts: () => ({ locale: 'vi', phrases: {} }),
    now: clock.now,
    trustsProxy: false,
    log: quiet,
  })
  const platforms = configuredPlatforms(readConfig(madeUp)).map(({ open }) => open(options))
  return [web, ...(await Promise.all(platforms)), terminalChannel(new PassThrough())]
}

if (import.meta.main) {
  writeFileSync(tablePage, withTables(readFileSync(tablePage, 'utf8'), await allChannels()))
}
