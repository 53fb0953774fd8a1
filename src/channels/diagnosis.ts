/** What `npm run doctor` finds out about a channel. */

export interface Finding {
  readonly level: 'good' | 'warning' | 'bad'
  /** One sentence, for operators; no secret in it. */
  readonly says: string
  /** What to do about it. */
  readonly mend?: string
}

/** The webhook of a platform, looked at and changed only by an operator's command. */
export interface WebhookControl {
  /** Where the platform calls now; empty: nowhere, it is polled. */
  show(): Promise<{ readonly url: string }>
  /** Has the platform call `url` with our secret. */
  set(url: string): Promise<readonly Finding[]>
  remove(): Promise<readonly Finding[]>
}
