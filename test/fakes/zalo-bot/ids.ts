/** Ids of the platform's shapes, the same in every run. */
import { createHash } from 'node:crypto'

/** 20 hexadecimal digits, as users, chats and messages have. */
export function hexId(kind: 'user' | 'group' | 'message' | 'medium', name: string | number): string {
  return createHash('sha256').update(`${kind}:${name}`).digest('hex').slice(0, 20)
}

/** Above 2^53: whoever makes a number of it loses digits. */
export const botId = '9100000000000000019'
