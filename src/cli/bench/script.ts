/** The conversation that is measured: twelve turns of the linked birth registration. */
import type { Input } from '../../engine/turn.ts'

const tap = (choice: string): Input => ({ type: 'tap', choice })
const text = (words: string): Input => ({ type: 'text', text: words })

/** Twelve inputs, answers typed and tapped, one of them changed by going back. */
export const benchScript: readonly Input[] = [
  tap('!start:birth-linked'),
  tap('registered:not_yet'),
  text('5/11/2026'),
  text('mẹ'),
  tap('parents:married'),
  text('quay lại'),
  text('1'),
  tap('residence:with_parents'),
  text('có giấy chứng sinh'),
  text('1 2'),
  text('xong'),
  text('có'),
]

/** 22 November 2026, nine in the morning in Vietnam. */
export const benchNow = Date.parse('2026-11-22T09:00+07:00')
