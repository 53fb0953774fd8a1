/** The ways to name a Redis in one address. */
import { StoreError } from '../../errors.ts'

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster'
  readonly hosts: readonly HostAndPort[]
  readonly username: string | undefined
  readonly password: string | undefined
  readonly isTls: boolean
  /** The number of the database; a Cluster has only 0. */
  readonly database: number
  /** What Sentinel calls the primary. */
  readonly primary: string
}

const kinds = {
  redis: { kind: 'single', isTls: false },
  rediss: { kind: 'single', isTls: true },
  'redis+sentinel': { kind: 'sentinel', isTls: false },
  'rediss+sentinel': { kind: 'sentinel', isTls: true },
  'redis+cluster': { kind: 'cluster', isTls: false },
  'rediss+cluster': { kind: 'cluster', isTls: true },
} as const
const usualPorts = { single: 6379, sentinel: 26379, cluster: 6379 } as const

const shape = /^([a-z+]+):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?#]+)(?:\/([^?#]*))?$/

/**
 * Reads `redis://user:password@host:port/0`, `rediss://…` (TLS), `redis+sentinel://host:port,host:port/name` or
 * `redis+cluster://host:port,host:port`. User name and password are percent-encoded.
 * @throws StoreError `store/unreachable` when it is none of these; the message does not quote it
 */
export function readAddress(url: string): RedisAddress {
  const [, scheme = '', username, password, hosts = '', path = ''] = shape.exec(url) ?? []
  const known = kinds[scheme as keyof typeof kinds]
  if (!known) throw misread('begin it with redis://, rediss://, redis+sentinel:// or redis+cluster://')
  const { kind, isTls } = known
  if (kind === 'single' && !/^\d*$/.test(path)) throw misread('after the slash comes a number of a database')
  if (kind === 'sentinel' && path === '') throw misread("name Sentinel's primary after the slash")
  return {
    kind,
    isTls,
    hosts: hosts.split(',').map((host) => hostAndPort(host, usualPorts[kind])),
    username: username ? plain(username) : undefined,
    password: password === undefined ? undefined : plain(password),
    database: kind === 'single' ? Number(path) : 0,
    primary: kind === 'sentinel' ? path : '',
  }
}

function hostAndPort(text: string, usualPort: number): HostAndPort {
  const [, bracketed, bare, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  const host = bracketed ?? bare
  if (host === undefined) throw misread('a host is missing or its port is no number')
  return { host, port: port === undefined ? usualPort : Number(port) }
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw misread('user name and password have to be percent-encoded')
  }
}

function misread(why: string): StoreError {
  return new StoreError('store/unreachable', `REDIS_URL cannot be read: ${why}.`)
}
