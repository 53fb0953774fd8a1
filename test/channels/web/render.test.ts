import { describe, expect, test } from 'vitest'
import { replyFrame } from '../../../src/channels/web/render.ts'
import type { Image } from '../../../src/engine/turn.ts'

function shown(image?: Image): unknown {
  const reply = { text: 'Bác xem ảnh ạ.', ...(image === undefined ? {} : { image }) }
  const frame = replyFrame({ conversation: 'web:a', seq: 3, reply, attempts: 1, createdAt: 0 })
  return JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? '')
}

describe('a reply on its way to the page', () => {
  test('has no picture when none was said', () => {
    expect(shown()).toEqual({ seq: 3, text: 'Bác xem ảnh ạ.', choices: [] })
  })

  test.each([
    ['a file of ours', 'birth-linked/media/to-khai.jpg', '/media/birth-linked/media/to-khai.jpg'],
    ['what an officer attached', 'attachment:aB_-9', '/media/attachments/aB_-9'],
    ['a public address', 'https://dichvucong.gov.vn/a.png', 'https://dichvucong.gov.vn/a.png'],
    ['a public address in capitals', 'HTTPS://DICHVUCONG.GOV.VN/a.png', 'HTTPS://DICHVUCONG.GOV.VN/a.png'],
    ['what is neither, which never leads away', 'javascript:alert(1)', '/media/javascript:alert(1)'],
    ['a name with a blank, an accent', 'a/media/tờ khai.png', '/media/a/media/t%E1%BB%9D%20khai.png'],
  ])('brings %s', (_, source, address) => {
    expect(shown({ source, alt: 'Mẫu tờ khai' })).toMatchObject({ image: { address, alt: 'Mẫu tờ khai' } })
  })
})
