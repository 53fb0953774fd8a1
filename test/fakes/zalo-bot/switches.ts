/** Where the reference is open, or its sources disagree: one field for each such point, set as a test needs it. */

export interface ZaloBotSwitches {
  /** The docs say wrapped; what was captured was flat. */
  webhookBody: 'flat' | 'wrapped'
  /** The docs say `photo`; what was captured was `photo_url`. */
  photoField: 'photo_url' | 'photo'
  nameField: 'display_name' | 'first_name' | 'name'
  /** Documented as an id; no real capture seen. */
  stickerShape: 'string' | 'object' | 'absent'
  /** Whether updates carry fields that stand in no documentation. */
  hasExtraFields: boolean
  /** `error_code` as a number, as measured, or as a string. */
  errorCodeType: 'number' | 'string'
  /** HTTP status of a JSON error: 200, as measured, or the error's own code. */
  errorStatus: 'always_200' | 'error_code'
  /** How an idle poll ends: as measured, or one of the ways that clients also tolerate. */
  idleAnswer: '408' | 'ok' | 'ok_empty_result'
  /** Messages that come while nobody polls and no webhook is set. */
  unpolled: 'queued' | 'lost'
  /** Who gets the next update when two poll at once. */
  nextUpdateTo: 'first_poller' | 'last_poller'
  /** How a poll is refused while a webhook is set: the exact error is unknown. */
  pollRefusal: { code: number; description: string }
  /** From the sixth empty poll on that follows another within 50 ms: HTML 429, or nothing. */
  hasFloodControl: boolean
  deleteWithoutWebhook: 'ok' | '400'
  /** Whether addresses of this machine are taken, for webhooks and photos. The platform takes public ones only. */
  takesLoopback: boolean
  /** A webhook at a private address: refused, or saved with a failed verification. */
  blockedWebhook: 'refused' | 'saved'
  /** Where public origins lead on this machine, e.g. `https://motcua.example.vn` to `http://127.0.0.1:3000`. */
  routes: Readonly<Record<string, string>>
  /** The body of the probe that `setWebhook` and `testWebhook` make. */
  probe: 'json' | 'empty' | 'none'
  probeHasSecret: boolean
  testsPerDay: number
  /** How long the platform waits for the answer of a webhook. */
  pushTimeoutMs: number
  /** Milliseconds from each failed push to the next; empty: nothing is repeated. */
  retriesMs: readonly number[]
  /** What counts as one of the 2,000 of a text. */
  textUnit: 'utf16' | 'code_point'
  /** What clients send as `reply_to_message_id`. */
  replyTo: 'ignored' | 'refused'
  /** Messages a month. */
  quota: number
  /** Whether what citizens write counts, too. */
  quotaCounts: 'sent' | 'sent_and_received'
  /** Users for one bot. */
  maxUsers: number
  usersBeyond: 'dropped' | 'served'
  canJoinGroups: boolean
  /** How long photos and voice messages can be fetched. */
  mediaLifetimeMs: number
  /** Whether the platform's fetcher can get a photo that we send. */
  canFetchPhoto: (address: string) => boolean
  /** Whether the owner has reset the token: the old one dies at once. */
  isTokenReset: boolean
}

/** What was measured where something was, else what is documented, else the less forgiving. */
export function defaultSwitches(): ZaloBotSwitches {
  return {
    webhookBody: 'flat',
    photoField: 'photo_url',
    nameField: 'display_name',
    stickerShape: 'string',
    hasExtraFields: true,
    errorCodeType: 'number',
    errorStatus: 'always_200',
    idleAnswer: '408',
    unpolled: 'queued',
    nextUpdateTo: 'first_poller',
    pollRefusal: { code: 400, description: 'Bad request: getUpdates cannot be used while a webhook is set' },
    hasFloodControl: true,
    deleteWithoutWebhook: 'ok',
    takesLoopback: false,
    blockedWebhook: 'refused',
    routes: {},
    probe: 'json',
    probeHasSecret: true,
    testsPerDay: 5,
    pushTimeoutMs: 10_000,
    retriesMs: [],
    textUnit: 'utf16',
    replyTo: 'ignored',
    quota: 3_000,
    quotaCounts: 'sent',
    maxUsers: 50,
    usersBeyond: 'dropped',
    canJoinGroups: false,
    mediaLifetimeMs: 60 * 60 * 1000,
    canFetchPhoto: () => true,
    isTokenReset: false,
  }
}
