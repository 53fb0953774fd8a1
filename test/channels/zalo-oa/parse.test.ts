import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../../src/channels/zalo-oa/parse.ts'
import { choiceOf, payloadOf } from '../../../src/channels/zalo-oa/payload.ts'

const words = ['/bot', '#bot', 'trả bot']
const citizen = '2468013579246801357'
const account = '3886111222333444555'

const fromCitizen = (name: string, message: object = {}) => ({
  app_id: '360812345',
  sender: { id: citizen },
  recipient: { id: account },
  event_name: name,
  message: { msg_id: '96d3cdf3af150460909', ...message },
  timestamp: '1795316400123',
})
const fromAccount = (name: string, message: object, admin?: unknown) => ({
  ...fromCitizen(name, message),
  sender: { id: account, ...(admin === undefined ? {} : { admin_id: admin }) },
  recipient: { id: citizen },
})
const at = (latitude: unknown, longitude: unknown) => ({
  attachments: [{ type: 'location', payload: { coordinates: { latitude, longitude } } }],
})
const inputOf = (body: unknown) => {
  const heard = parseEvent(body, words)
  return heard.type === 'input' ? heard.input : heard.why
}

describe('what a citizen does', () => {
  it.each([
    ['words', fromCitizen('user_send_text', { text: 'xin chào' }), { type: 'text', text: 'xin chào' }],
    ['an emoji', fromCitizen('user_send_text', { text: '👍🏽' }), { type: 'text', text: '👍🏽' }],
    ['nothing', fromCitizen('user_send_text', { text: '' }), { type: 'text', text: '' }],
    ['no text at all', fromCitizen('user_send_text'), { type: 'text', text: '' }],
    ['a number sign', fromCitizen('user_send_text', { text: '#1' }), { type: 'text', text: '#1' }],
    [
      'words after the mark',
      fromCitizen('user_send_text', { text: '#= là gì' }),
      { type: 'text', text: '#= là gì' },
    ],
    [
      'a button',
      fromCitizen('user_send_text', { text: '#=!start:birth-linked' }),
      { type: 'tap', choice: '!start:birth-linked' },
    ],
    ['a picture', fromCitizen('user_send_image'), { type: 'unsupported', kind: 'photo' }],
    ['a voice message', fromCitizen('user_send_audio'), { type: 'unsupported', kind: 'voice' }],
    ['a video', fromCitizen('user_send_video'), { type: 'unsupported', kind: 'video' }],
    ['a file', fromCitizen('user_send_file'), { type: 'unsupported', kind: 'file' }],
    ['a sticker', fromCitizen('user_send_sticker'), { type: 'unsupported', kind: 'sticker' }],
    ['a moving picture', fromCitizen('user_send_gif'), { type: 'unsupported', kind: 'sticker' }],
    [
      'a link',
      fromCitizen('user_send_link', { text: 'https://x.vn' }),
      { type: 'unsupported', kind: 'other' },
    ],
    [
      'a business card',
      fromCitizen('user_send_business_card'),
      { type: 'unsupported', kind: 'contact_of_another' },
    ],
    [
      'a place',
      fromCitizen('user_send_location', at('18.341', '105.9')),
      { type: 'location', latitude: 18.341, longitude: 105.9 },
    ],
    [
      'a place in numbers',
      fromCitizen('user_send_location', at(-18.3, 105.9)),
      { type: 'location', latitude: -18.3, longitude: 105.9 },
    ],
    [
      'a place off the earth',
      fromCitizen('user_send_location', at('91', '105.9')),
      { type: 'unsupported', kind: 'other' },
    ],
    [
      'a place in words',
      fromCitizen('user_send_location', at('', 'NaN')),
      { type: 'unsupported', kind: 'other' },
    ],
    [
      'a place nowhere',
      fromCitizen('user_send_location', { attachments: 'x' }),
      { type: 'unsupported', kind: 'other' },
    ],
    [
      'their number',
      { ...fromCitizen('user_submit_info'), info: { phone: '84912345678', name: 'Mẫu' } },
      { type: 'contact', phone: '84912345678' },
    ],
    [
      'their number as a number',
      { ...fromCitizen('user_submit_info'), info: { phone: 84912345678 } },
      { type: 'contact', phone: '84912345678' },
    ],
    [
      'their name only',
      { ...fromCitizen('user_submit_info'), info: { name: 'Mẫu' } },
      { type: 'unsupported', kind: 'other' },
    ],
    ['following', { ...fromCitizen('follow'), message: undefined }, { type: 'start' }],
    ['leaving', { ...fromCitizen('unfollow'), message: undefined }, 'left'],
    ['a receipt', fromCitizen('user_received_message'), 'unknown'],
  ])('%s', (_, body, expected) => {
    expect(inputOf(body)).toEqual(expected)
  })

  it('is theirs, and told apart by the message', () => {
    const heard = parseEvent(fromCitizen('user_send_text', { text: 'a' }), words)
    expect(heard).toMatchObject({ citizen, updateId: 'user_send_text:96d3cdf3af150460909' })
    const followed = parseEvent({ event_name: 'follow', follower: { id: citizen }, timestamp: '179' }, words)
    expect(followed).toMatchObject({ citizen, updateId: 'follow:179' })
  })

  it('is nobody’s when the id lost its last digits, or is no id', () => {
    for (const id of [Number(citizen), '', 'a b', '../x', 'x'.repeat(65), null])
      expect(inputOf({ ...fromCitizen('user_send_text', { text: 'a' }), sender: { id } })).toBe('malformed')
    const unmarked = { ...fromCitizen('user_send_text'), message: { text: 'a' }, timestamp: undefined }
    expect(inputOf(unmarked)).toBe('malformed')
  })
})

describe('what the account sends', () => {
  it.each([
    ['our own message, come back', fromAccount('oa_send_text', { text: 'Em chào Bác ạ' }), 'own'],
    ['our own, with an empty administrator', fromAccount('oa_send_text', { text: 'x' }, ''), 'own'],
    [
      'an officer’s words',
      fromAccount('oa_send_text', { text: 'Chào bác' }, '99'),
      { type: 'staff', does: 'writes', text: 'Chào bác' },
    ],
    ['an officer’s picture', fromAccount('oa_send_image', {}, '99'), { type: 'staff', does: 'writes' }],
    [
      'giving back',
      fromAccount('oa_send_text', { text: ' /BOT ' }, '99'),
      { type: 'staff', does: 'gives_back' },
    ],
    [
      'giving back in Vietnamese',
      fromAccount('oa_send_text', { text: 'Trả bot'.normalize('NFD') }, '99'),
      { type: 'staff', does: 'gives_back' },
    ],
    [
      'giving back, with more words',
      fromAccount('oa_send_text', { text: '/bot giúp bác nhé' }, '99'),
      { type: 'staff', does: 'writes', text: '/bot giúp bác nhé' },
    ],
  ])('%s', (_, body, expected) => {
    expect(inputOf(body)).toEqual(expected)
  })

  it('belongs to the conversation of the citizen it was sent to', () => {
    expect(parseEvent(fromAccount('oa_send_text', { text: 'a' }, '99'), words)).toMatchObject({ citizen })
  })
})

it('any JSON is read without a throw, and an odd name does not reach the log', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      const heard = parseEvent(body, words)
      return heard.type === 'input' || /^([a-z_]{0,50}|\(odd\))$/.test(heard.event)
    }),
  )
  expect(parseEvent({ event_name: 'Bà Nguyễn\nThị' }, words)).toMatchObject({ event: '(odd)' })
})

it('every choice comes back from its button', () => {
  const id = fc.stringMatching(/^[!a-z][a-z0-9_:-]{0,62}$/)
  fc.assert(fc.property(id, (choice) => choiceOf(payloadOf(choice)) === choice))
})
