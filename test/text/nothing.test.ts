/** Denials of everything. */
import { describe, expect, it } from 'vitest'
import { deniedAll, deniesOnly } from '../../src/text/nothing.ts'

const words = {
  no: new Set(['chua', 'khong', 'khong co']),
  padding: ['da', 'a', 'em oi', 'em'],
  anything: ['gi', 'gi het', 'giay gi', 'giay gi het', 'giay to', 'gi ca'],
}
const read = (text: string) => deniedAll(text, words)

describe('a denial of everything', () => {
  it.each([
    ['chưa có gì', 'chua co'],
    ['dạ chưa có giấy gì hết ạ', 'chua co'],
    ['khong gi', 'khong'],
    ['Chưa làm gì cả em ơi', 'chua lam'],
    ['không có giấy tờ', 'khong co'],
  ])('%s is %s', (text, denied) => expect(read(text)).toBe(denied))

  it.each([
    ['a question', 'chưa có giấy gì?'],
    ['a question without its mark', 'có gì không'],
    ['what is not denied', 'cần giấy gì'],
    ['what goes on', 'chưa có giấy gì thì sao'],
    ['what stands before', 'nhà em đi vắng chưa có gì'],
    ['a plain denial', 'chưa có'],
    ['nothing at all', ''],
  ])('is not %s: %s', (_, text) => expect(read(text)).toBeUndefined())
})

describe('a denial that ends in a word of asking', () => {
  it.each(['chưa có gì', 'không gì'])('asks nothing: %s', (text) =>
    expect(deniesOnly(text, words)).toBe(true),
  )

  it.each([
    ['is not known', 'không biết gì'],
    ['is not clear', 'chưa rõ giấy gì'],
    ['is a question', 'chưa có giấy gì thì sao'],
  ])('asks where it %s: %s', (_, text) => expect(deniesOnly(text, words)).toBe(false))
})
