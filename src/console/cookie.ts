/** The cookie that holds a session: no script reads it, no other site has it sent, and only these pages get it. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { ConsoleContext } from './request.ts'

export interface SessionCookie {
  read(context: ConsoleContext): string | undefined
  keep(context: ConsoleContext, token: string, lastsMs: number): void
  clear(context: ConsoleContext): void
}

/** @param isSecure whether staff reach us by https only */
export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Secure-motcua' : 'motcua'
  const where = { path: '/console', httpOnly: true, secure: isSecure, sameSite: 'Strict' } as const
  return {
    read: (context) => getCookie(context, name),
    keep: (context, token, lastsMs) =>
      setCookie(context, name, token, { ...where, maxAge: Math.max(0, Math.floor(lastsMs / 1000)) }),
    clear: (context) => void deleteCookie(context, name, where),
  }
}
