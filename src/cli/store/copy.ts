/** Copies one store into another, and compares what is in both then. */
import type { StoreDesk, StoreRecord } from '../../store/desk.ts'
import { createTally, type Tally } from './tally.ts'

export interface CopyOptions {
  readonly from: StoreDesk
  readonly to: StoreDesk
  print(text: string): void
  complain(text: string): void
}

/** Gives the exit code: 0 when the target holds the same, 3 but for what cannot be read in the source, 1 otherwise. */
export async function copyStore({ from, to, print, complain }: CopyOptions): Promise<number> {
  if (!(await to.isEmpty())) {
    complain('The target is not empty. Nothing was copied.')
    return 1
  }
  const sent = createTally()
  let passedOver = 0
  const unreadable = new Map<string, number>()
  const onUnreadable = (where: string) => void unreadable.set(where, (unreadable.get(where) ?? 0) + 1)
  await to.load(
    only(from.dump(onUnreadable), (record) => {
      const isKept = to.keeps(record)
      if (isKept) sent.add(record)
      else passedOver += 1
      return isKept
    }),
  )
  const arrived = createTally()
  for await (const record of to.dump()) arrived.add(record)
  print(table(sent, arrived))
  if (passedOver > 0)
    print(`${passedOver} delivered replies of messengers are not kept by Redis and were left out.`)
  for (const [where, count] of unreadable)
    complain(`  ${count} cannot be read in ${where} and were left out.`)
  if (sent.isSame(arrived) && unreadable.size > 0) {
    complain('Everything else arrived: counts and checksums are the same.')
    return 3
  }
  if (sent.isSame(arrived)) {
    print('Everything arrived: counts and checksums are the same.')
    return 0
  }
  complain('The target does not hold the same. Empty it and copy again; the source is as it was.')
  return 1
}

async function* only(
  records: AsyncIterable<StoreRecord>,
  isWanted: (record: StoreRecord) => boolean,
): AsyncGenerator<StoreRecord> {
  for await (const record of records) if (isWanted(record)) yield record
}

function table(sent: Tally, arrived: Tally): string {
  const kinds = [...new Set([...sent.rows().keys(), ...arrived.rows().keys()])]
  return kinds
    .map((kind) => {
      const [from, to] = [sent.rows().get(kind), arrived.rows().get(kind)]
      const isSame = from?.count === to?.count && from?.checksum === to?.checksum
      return `  ${isSame ? '✓' : '✗'} ${kind}: ${from?.count ?? 0} → ${to?.count ?? 0} (${to?.checksum ?? '-'})`
    })
    .join('\n')
}
