/** What a citizen may say at any question without losing the place. */
import {
  type CommandName,
  type Locale,
  type ProcedureId,
  type SlotType,
  type Topic,
  topics,
} from '../../content/content.ts'
import type { Input, Reading, UnsupportedKind } from '../../engine/turn.ts'

/** Something said at a question, and what leads back to it. */
export interface Interrupt {
  readonly name: string
  readonly inputs: readonly Input[]
}

/** How citizens ask about each topic; what it means is given with it, as the classifier would. */
const utterances: Readonly<Partial<Record<Topic, string>>> = {
  fee: 'lệ phí bao nhiêu?',
  deadline: 'hạn đến bao giờ vậy em?',
  'processing-time': 'bao lâu có kết quả?',
  documents: 'cần giấy tờ gì?',
  steps: 'làm theo các bước thế nào?',
  where: 'làm ở chỗ nào?',
  eligibility: 'ai làm được việc này?',
  status: 'hồ sơ tới đâu rồi nhỉ?',
  online: 'làm qua mạng được không?',
}

function said(text: string, reading: Partial<Reading>): Input {
  const silent: Reading = {
    confidence: 0,
    isOutOfScope: false,
    topic: 'other',
    topicConfidence: 0,
    candidates: [],
  }
  return { type: 'text', text, reading: { ...silent, ...reading } }
}

const tapped = (choice: string): Input => ({ type: 'tap', choice })

/** A question about every topic that facts can answer; about another procedure when it is named. */
export function questionsInPassing(other?: ProcedureId): readonly Interrupt[] {
  return topics.flatMap((topic) => {
    const text = utterances[topic]
    if (text === undefined) return []
    const about = other === undefined ? {} : { procedure: other, confidence: 0.95 }
    const name = other === undefined ? `asks about ${topic}` : `asks about ${topic} of ${other}`
    return [{ name, inputs: [said(text, { topic, topicConfidence: 0.95, ...about })] }]
  })
}

/**
 * Everything else that may come between: commands as the locale has them, taps on old messages, another matter,
 * silence, pictures, an officer, words nobody understands. `another` is a second procedure with a script, `asked` what
 * the question is about.
 */
export function otherInterrupts(
  locale: Locale,
  here: ProcedureId,
  another: ProcedureId | undefined,
  asked: SlotType,
): readonly Interrupt[] {
  const command = (name: CommandName) => {
    // Without its marks "dừng" (stop) is "đúng" (yes) too: another word for the same is surer.
    const isClear = (words: string) => !locale.yes.has(words) && !locale.no.has(words)
    const words = [...locale.commands].find(([words, command]) => command === name && isClear(words))?.[0]
    return said(words ?? name, {})
  }
  const nonsense = said('qwrtz plmk', {})
  const interrupts: Interrupt[] = [
    { name: 'goes back and on again', inputs: [command('back'), command('resume')] },
    { name: 'looks at the answers, changes none', inputs: [command('change'), tapped('!change-no')] },
    { name: 'asks to repeat', inputs: [command('repeat')] },
    { name: 'does not start over after all', inputs: [command('restart'), tapped('!restart-no')] },
    { name: 'asks for a person, and goes on', inputs: [command('person'), tapped('!stay')] },
    { name: 'stops and goes on', inputs: [command('stop'), command('resume')] },
    { name: 'opens the menu and comes back', inputs: [command('menu'), tapped(`!start:${here}`)] },
    { name: 'asks for help', inputs: [command('help')] },
    { name: 'asks why', inputs: [command('why')] },
    { name: 'greets', inputs: [command('greeting')] },
    { name: 'is about to ask', inputs: [command('ask'), command('repeat')] },
    { name: 'does not erase after all', inputs: [command('erase'), tapped('!erase-no')] },
    { name: 'chooses the language it has', inputs: [command('language'), tapped(`!lang:${locale.tag}`)] },
    { name: 'opens the page again', inputs: [{ type: 'start' }, tapped('!resume')] },
    ...unsupportedKinds.map((kind) => ({
      name: `sends what cannot be read (${kind})`,
      inputs: [{ type: 'unsupported', kind } as const],
    })),
    ...handedOver(asked, command('repeat')),
    ...withOfficer(command('bot')),
    ...withCase(command('person'), command('bot')),
    { name: 'sends a secret', inputs: [said('mật khẩu là 123456', {})] },
    { name: 'says nothing', inputs: [said(' ', {})] },
    { name: 'taps an old button', inputs: [tapped('no_such_step:yes')] },
    { name: 'is not understood', inputs: [nonsense] },
    { name: 'is not understood three times', inputs: [nonsense, nonsense, nonsense] },
    { name: 'is reminded after silence', inputs: [{ type: 'timer', name: 'nudge' }] },
  ]
  return another === undefined ? interrupts : [...interrupts, ...otherMatters(here, another)]
}

const unsupportedKinds: readonly UnsupportedKind[] = [
  'photo',
  'voice',
  'video',
  'file',
  'sticker',
  'contact_of_another',
  'withheld',
  'other',
]

/** A number that nobody asked for (where one is, it is tried as an answer), and a position, which answers nothing. */
function handedOver(asked: SlotType, repeat: Input): readonly Interrupt[] {
  const contact: Input = { type: 'contact', phone: '+84912345678' }
  const location: Input = { type: 'location', latitude: 20.86, longitude: 106.68 }
  return [
    ...(asked === 'phone' ? [] : [{ name: 'hands over an unwanted phone number', inputs: [contact] }]),
    { name: 'hands over a position', inputs: asked === 'place' ? [location, repeat] : [location] },
    // A foreign number is no answer anywhere.
    { name: 'hands over a foreign phone number', inputs: [{ type: 'contact', phone: '+12025550123' }] },
  ]
}

/** An officer writes; whatever the citizen says then is not for us, until we are called or given back. */
function withOfficer(call: Input): readonly Interrupt[] {
  const writes: Input = { type: 'staff', does: 'writes' }
  const toOfficer = [said('dạ vâng, 2 bản', {}), tapped('!menu'), tapped('!restart-yes')]
  return [
    {
      name: 'is helped by an officer',
      inputs: [writes, ...toOfficer, { type: 'staff', does: 'gives_back' }],
    },
    { name: 'calls the bot back', inputs: [writes, ...toOfficer, call] },
  ]
}

/** A case is opened; while it waits all goes on, and once an officer has it the bot is silent. */
function withCase(person: Input, call: Input): readonly Interrupt[] {
  const opened = [person, tapped('!reach:chat:asked_for_person')]
  const writes: Input = { type: 'staff', does: 'writes' }
  const toOfficer = [said('dạ vâng, 2 bản', {}), tapped('!menu'), tapped('!restart-yes')]
  return [
    { name: 'waits for an officer', inputs: opened },
    {
      name: 'is helped by the officer they waited for',
      inputs: [...opened, writes, ...toOfficer, { type: 'staff', does: 'gives_back' }],
    },
    { name: 'calls the bot back from an officer', inputs: [...opened, writes, ...toOfficer, call] },
  ]
}

function otherMatters(here: ProcedureId, another: ProcedureId): readonly Interrupt[] {
  const matter = said('zxcv bnmp', { procedure: another, confidence: 0.95 })
  return [
    { name: 'names another matter, but stays', inputs: [matter, tapped('!keep')] },
    {
      name: 'goes over to another matter and comes back',
      inputs: [matter, tapped(`!switch:${another}`), tapped(`!resume:${here}`)],
    },
  ]
}
