/** What finding communes costs: reading their data, the memory it takes, a look-up. */
import type { Content } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { readTables } from '../places/tables.ts'
import type { Figure } from './table.ts'

/** So many former units are looked up, spread over all of them. */
const lookups = 2_000

/** Looks up former units: as they are written, without diacritics, with a slip, and in a long question. */
export function benchPlaces({ places: { communes } }: Content): readonly Figure[] {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const started = performance.now()
  communes.find('')
  const loadMs = performance.now() - started
  globalThis.gc?.()
  const after = process.memoryUsage()
  const rows = readTables().ward_mappings
  const step = Math.floor(rows.length / lookups)
  const latencies = rows
    .filter((_, at) => at % step === 0)
    .flatMap(({ old_ward_name: ward, old_district_name: district, old_province_name: province }) => {
      const address = `${ward}, ${district}, ${province}`
      const slipped = fold(address).replace(/(..)(\w)(\w) /, '$1$3$2 ')
      const question = `em muốn hỏi đăng ký khai sinh cho cháu ở ${address} thì cần giấy tờ gì và nộp ở đâu ạ`
      return [address, fold(address), slipped, question].map((text) =>
        microseconds(() => communes.find(text)),
      )
    })
    .sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  return [
    { name: 'places: reading the data', value: loadMs, unit: 'ms' },
    { name: 'places: memory of the data', value: bytes / 1e6, unit: 'MB' },
    { name: 'places: look-up p50', value: at(0.5), unit: 'µs' },
    { name: 'places: look-up p99', value: at(0.99), unit: 'µs' },
  ]
}

/** The fastest of three, so that what else the machine does is left out. */
function microseconds(work: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = performance.now()
    work()
    return (performance.now() - before) * 1_000
  })
  return Math.min(...times)
}
