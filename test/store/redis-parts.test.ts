import fc from 'fast-check'
import type { Command } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply, Session } from '../../src/engine/turn.ts'
import { readAddress } from '../../src/store/redis/address.ts'
import { Heap } from '../../src/store/redis/heap.ts'
import { decodeRecord, emptyRecord, encodeRecord, recordBytes } from '../../src/store/redis/record.ts'
import { decodeReply, replyBytes } from '../../src/store/redis/reply-body.ts'
import { expectNewEnough } from '../../src/store/redis/version.ts'
import {
  callByHash,
  callBySource,
  createSlabs,
  packed,
  packKeys,
  packScript,
} from '../../src/store/redis/wire.ts'
import { redisStore } from '../../src/store/redis.ts'
import { now, say, turn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'

/** As the birth script leaves it after twelve turns. */
const afterTwelveTurns: Session = {
  v: 1,
  content: '53fced856e78',
  locale: 'vi',
  heardAt: now,
  frame: {
    procedure: 'birth-linked',
    at: 'vneid',
    shown: 'bki91m',
    slots: {
      registered: 'not_yet',
      birth_date: '2026-11-05',
      applicant: 'parent',
      parents: 'married',
      residence: 'with_parents',
      birth_paper: 'have',
      papers: ['birth_certificate', 'identity_card'],
      want_reminder: true,
    },
  },
}

describeWith(redisServer, 'memory', (path) => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis({ path })
  })
  afterAll(() => server.close())

  it('of an idle conversation after twelve turns is below 400 bytes, its name and place included', async () => {
    const count = 2_000
    const store = await redisStore({ url: server.url, prefix: 'memory', shards: 1 })
    for (let index = 0; index < count; index++) {
      await say(store, `telegram:${1_000_000_000 + index}`, 'u1')
      const claim = await store.claim({ now, leaseMs: 1_000, maxInputs: 1 })
      if (!claim) throw new Error('nothing to claim')
      await store.commit(turn(claim, { session: afterTwelveTurns }))
      await store.release(claim)
    }
    const bytes = Number(await server.client.memory('USAGE', 'memory:{0}:c', 'SAMPLES', 0)) / count
    process.stdout.write(`A conversation idle after twelve turns takes ${bytes.toFixed(0)} bytes in Redis.\n`)
    expect(bytes).toBeLessThan(400)
    await store.close()
  })
})

describe('a record', () => {
  it('is short: no name that the program knows is in it', () => {
    const text = encodeRecord({ ...emptyRecord, last: 12, first: 13, session: afterTwelveTurns })
    for (const name of ['heardAt', 'procedure', 'slots', 'offered":{', 'session'])
      expect(text).not.toContain(name)
    expect(decodeRecord(text).session).toEqual(afterTwelveTurns)
  })

  it('carries fields along that this version does not know', () => {
    const session = { ...afterTwelveTurns, later: { x: 1 } } as Session
    expect(decodeRecord(encodeRecord({ ...emptyRecord, session })).session).toEqual(session)
  })

  it('keeps every text, whatever stands in it', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: fc.constantFrom('"', '\\', 'a', 'e', '1', '-', ',', ':', '{', ' ', 'ơ') }),
        fc.constantFrom('true', 'false', 'null', 'a', '1e5', 'a-b', '-1', ''),
      ),
    )
    fc.assert(
      fc.property(texts, fc.double({ noNaN: true, noDefaultInfinity: true }), (pieces, number) => {
        const slots = { pieces, number: Object.is(number, -0) ? 0 : number, [pieces.join('') || 'x']: true }
        const session = { ...afterTwelveTurns, frame: { procedure: 'true', at: null, slots } } as Session
        const text = encodeRecord({ ...emptyRecord, session })
        expect(decodeRecord(text).session).toEqual(session)
        expect(recordBytes({ ...emptyRecord, session })).toBe(Buffer.from(text).toString('latin1'))
      }),
    )
  })

  it('that cannot be read is corrupt, and is not quoted', () => {
    for (const text of ['2{}', '11,2;["bí mật"', 'bí mật'])
      expect(() => decodeRecord(text)).toThrow(
        expect.objectContaining({ code: 'store/corrupt', message: expect.not.stringContaining('mật') }),
      )
  })
})

describe('a reply', () => {
  it('is written as it is, whatever was said before in the same words', () => {
    const label = fc.constantFrom('Có', 'Không', 'a"b', '{}')
    const choices = fc.array(fc.record({ id: fc.constantFrom('yes', 'no', 'x:y'), label }), { maxLength: 3 })
    const known = fc.sample(choices, { numRuns: 3, seed: 1 })
    // Made once each and put into lists anew, as the engine does.
    const papers = [
      { id: 'card', label: 'Căn cước', isTicked: true },
      { id: 'card', label: 'Căn cước', isTicked: false },
      { id: 'birth', label: 'Giấy chứng sinh', note: 'Bản chính', isTicked: false },
    ]
    const reply = fc.record(
      {
        text: fc.constantFrom('Cháu sinh ngày nào ạ?', 'Có\n"không"', '', 'a'),
        choices: fc.oneof(fc.constantFrom(...known), choices),
        ticks: fc.record({
          step: fc.constantFrom('papers', 'more'),
          items: fc.array(fc.constantFrom(...papers), { maxLength: 2 }),
          doneLabel: fc.constantFrom('Xong', 'Đủ rồi'),
        }),
        wants: fc.constantFrom('phone', 'location'),
      },
      { requiredKeys: ['text'] },
    )
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 12 }), (replies) => {
        for (const [seq, reply] of (replies as Reply[]).entries()) {
          const text = Buffer.from(replyBytes(now, seq, reply), 'latin1').toString()
          expect(decodeReply(7, text)).toEqual({ position: 7, seq, reply, createdAt: now, attempts: 0 })
        }
      }),
    )
  })
})

describe('an address', () => {
  it('names one Redis, Sentinels or nodes of a Cluster', () => {
    expect(readAddress('redis://127.0.0.1')).toMatchObject({
      kind: 'single',
      hosts: [{ host: '127.0.0.1', port: 6379 }],
      password: undefined,
      database: 0,
    })
    expect(readAddress('rediss://mot:c%C3%BAa%40@redis.xa.vn:6380/2')).toMatchObject({
      isTls: true,
      username: 'mot',
      password: 'cúa@',
      hosts: [{ host: 'redis.xa.vn', port: 6380 }],
      database: 2,
    })
    expect(readAddress('redis+sentinel://:p@a:1,b,[::1]:3/primary')).toMatchObject({
      kind: 'sentinel',
      username: undefined,
      primary: 'primary',
      hosts: [
        { host: 'a', port: 1 },
        { host: 'b', port: 26379 },
        { host: '::1', port: 3 },
      ],
    })
    expect(readAddress('redis+cluster://a:1,b:2').hosts).toHaveLength(2)
  })

  it.each([
    '',
    'localhost:6379',
    'redis://',
    'redis://a:b:c',
    'redis://a/x',
    'redis+sentinel://a:1',
    'redis://%:%@a',
  ])('that is none (%s) is refused', (url) => {
    expect(() => readAddress(url)).toThrow(/REDIS_URL/)
  })
})

describe('a version of Redis', () => {
  it.each(['2.8.24', '5.0.14', '6.2.14'])('that is too old (%s) is refused in plain words', (version) => {
    expect(() =>
      expectNewEnough(`# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n`),
    ).toThrow(
      expect.objectContaining({
        code: 'store/unreachable',
        message: expect.stringContaining(`This Redis is version ${version}; version 7.0 or newer is needed.`),
      }),
    )
  })

  it.each([
    'redis_version:7.0.0',
    'redis_version:7.2.4',
    'redis_version:10.0.1',
    'redis_version:255.255.255',
    '',
  ])('that is new enough or not told (%s) is taken', (line) => {
    expect(() => expectNewEnough(`# Server\r\n${line}\r\n`)).not.toThrow()
  })
})

describe('a heap', () => {
  it('gives the lowest first, whatever was put, moved and removed before', () => {
    const change = fc.record({ item: fc.nat(20), rank: fc.nat(50), isRemoved: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
        const items = Array.from({ length: 21 }, () => ({ rank: 0, place: -1 }))
        const heap = new Heap<{ rank: number; place: number }>(({ rank }) => rank)
        const inside = new Set<{ rank: number; place: number }>()
        for (const { item, rank, isRemoved } of changes) {
          const its = items[item] as { rank: number; place: number }
          if (isRemoved) {
            heap.remove(its)
            inside.delete(its)
          } else {
            its.rank = rank
            heap.put(its)
            inside.add(its)
          }
        }
        const got: number[] = []
        for (let next = heap.pop(); next; next = heap.pop()) got.push(next.rank)
        expect(got).toEqual([...inside].map(({ rank }) => rank).sort((a, b) => a - b))
      }),
    )
  })
})

describe('a command on the wire', () => {
  it('is what the client itself would write, keys packed before or not', () => {
    const words = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 })
    const more = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.nat()), { maxLength: 8 })
    fc.assert(
      fc.property(words, words, more, (keys, others, args) => {
        const more = { count: args.length, bytes: args.map(packed).join('') }
        const call = packScript('0a1b', [...keys, packKeys(others)], [...args, more], createSlabs())
        const written = (command: string, script: string) => {
          const all = [command, script, keys.length + others.length, ...keys, ...others, ...args, ...args]
          const parts = all.map((arg) => `$${Buffer.byteLength(String(arg))}\r\n${arg}\r\n`)
          return `*${all.length}\r\n${parts.join('')}`
        }
        const sent = (command: Command) => command.toWritable(undefined as never).toString()
        expect(sent(callByHash(call))).toBe(written('evalsha', '0a1b'))
        expect(sent(callBySource('return …', call))).toBe(written('eval', 'return …'))
      }),
    )
  })

  it('keeps its bytes until it is answered, however long it is and whatever is sent meanwhile', () => {
    const slabs = createSlabs()
    const pack = (arg: string) => packScript('0a1b', ['k'], [arg], slabs)
    const written = (arg: string) =>
      `*5\r\n$7\r\nevalsha\r\n$4\r\n0a1b\r\n$1\r\n1\r\n$1\r\nk${packed(arg)}\r\n`
    const letters = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(1, 70, 300_000))
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, fc.boolean()), { maxLength: 12 }), (calls) => {
        const underWay: { call: ReturnType<typeof pack>; arg: string }[] = []
        for (const [[letter, length], isAnswered] of calls) {
          const arg = letter.repeat(length)
          underWay.push({ call: pack(arg), arg })
          for (const one of underWay) expect(one.call.bytes.equals(Buffer.from(written(one.arg)))).toBe(true)
          if (isAnswered) slabs.giveBack((underWay.shift() as (typeof underWay)[number]).call.slab)
        }
      }),
      { numRuns: 30 },
    )
  })
})
