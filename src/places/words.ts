/** The kinds of units as they are written. */
import type { Kind } from './gazetteer.ts'

export const kindNames: Readonly<Record<Kind, string>> = {
  p: 'Phường',
  x: 'Xã',
  d: 'Đặc khu',
  t: 'Thị trấn',
  q: 'Quận',
  h: 'Huyện',
  s: 'Thị xã',
  c: 'Thành phố',
  n: 'Tỉnh',
}

/** "Xã Minh Lộc". */
export function fullName(kind: Kind, name: string): string {
  return `${kindNames[kind]} ${name}`
}
