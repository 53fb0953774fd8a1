import { describe, expect, test } from 'vitest'
import { readMessage } from './message.ts'

const to = { recipient: { user_id: '2468' } }
const query = { title: 'Có', type: 'oa.query.hide', payload: 'co' }
const attached = (payload: object, type = 'template') => ({
  ...to,
  message: { text: 'Chào bác', attachment: { type, payload } },
})

describe('a message that goes', () => {
  test('words, up to 2,000 UTF-16 units', () => {
    expect(readMessage({ ...to, message: { text: 'ạ'.repeat(2_000) } })).toMatchObject({ isGood: true })
  })

  test('buttons: queries shown and hidden, and what leaves the conversation', () => {
    const buttons = [
      query,
      { title: 'Không', type: 'oa.query.show', payload: 'khong' },
      { title: 'Trang', type: 'oa.open.url', payload: { url: 'https://dichvucong.example.vn' } },
    ]
    expect(readMessage(attached({ buttons }))).toMatchObject({
      isGood: true,
      message: {
        buttons: [
          { type: 'query', label: 'Có', payload: 'co', shows: false },
          { type: 'query', label: 'Không', payload: 'khong', shows: true },
          { type: 'open', label: 'Trang' },
        ],
      },
    })
  })

  test('a picture by its address or by its upload, with or without words', () => {
    const media = (element: object) => ({
      ...to,
      message: { attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } } },
    })
    expect(readMessage(media({ media_type: 'image', url: 'https://a.example/b.jpg' }))).toMatchObject({
      message: { image: { url: 'https://a.example/b.jpg' } },
    })
    expect(readMessage(media({ media_type: 'image', attachment_id: 'abc' }))).toMatchObject({
      message: { image: { attachmentId: 'abc' } },
    })
  })
})

describe('a message that does not go', () => {
  test.each([
    ['a text of 2,001 units', { ...to, message: { text: 'a'.repeat(2_001) } }],
    ['six buttons', attached({ buttons: Array(6).fill(query) })],
  ])('%s: beyond a stated limit', (_, body) => {
    expect(readMessage(body)).toMatchObject({ isGood: false, isOffence: true })
  })

  test.each([
    ['nobody', { message: { text: 'a' } }],
    ['a number for an id', { recipient: { user_id: 2468 }, message: { text: 'a' } }],
    ['nothing', to],
    ['no words', { ...to, message: { text: ' \n' } }],
    ['words that are a number', { ...to, message: { text: 7 } }],
    ['an unknown kind of attachment', attached({ buttons: [] }, 'poll')],
    ['an unknown template', attached({ template_type: 'poll' })],
    ['a button without a title', attached({ buttons: [{ ...query, title: '' }] })],
    ['a button of an unknown type', attached({ buttons: [{ ...query, type: 'callback' }] })],
    ['a query without a payload', attached({ buttons: [{ ...query, payload: undefined }] })],
    ['a link without an address', attached({ buttons: [{ ...query, type: 'oa.open.url', payload: 'x' }] })],
    ['a picture from a disk', attached({ url: 'file:///etc/passwd' }, 'image')],
  ])('%s', (_, body) => {
    expect(readMessage(body)).toMatchObject({ isGood: false, isOffence: false })
  })
})
