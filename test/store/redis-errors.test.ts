import { expect, it } from 'vitest'
import { toStoreError } from '../../src/store/redis/errors.ts'

const answered = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' })

it.each([
  ['what Redis answered', answered('OOM command not allowed'), 'Redis has no memory left'],
  [
    'what a script met',
    answered('ERR Error: MISCONF Errors writing, script: 1'),
    'Redis cannot write to its disk',
  ],
  [
    'what a Cluster answered until the client gave up',
    new Error('Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN The cluster is down'),
    'Redis is a Cluster that is down.',
  ],
  ['that nothing was heard', new Error('Connection is closed.'), 'Redis cannot be reached'],
])('an error says %s', (_, error, words) => {
  expect(toStoreError(error)).toMatchObject({
    code: 'store/unreachable',
    message: expect.stringContaining(words),
  })
})

it('words that nobody knows are left out: they may be a citizen’s', () => {
  expect(toStoreError(answered('ERR unknown: mẹ tôi tên Hoa')).message).toBe('Redis answered with ERR.')
})
