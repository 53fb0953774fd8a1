/** Whether places lie where they can: a latitude and a longitude are easily swapped. */
import type { Shaped } from '../compile/facts.ts'
import type { Complaints } from '../complaints.ts'
import type { ProvincesFile } from '../schema/others.ts'
import { ref, spotOf } from '../yaml.ts'

/** Viet Nam with its islands, Hoàng Sa and Trường Sa among them, in whole degrees around. */
const south = 6
const north = 24
const west = 102
const east = 118

export function checkLocations({ file, data }: Shaped<ProvincesFile>, complaints: Complaints): void {
  for (const [id, { location }] of Object.entries(data.provinces)) {
    if (location === undefined) continue
    const { latitude, longitude } = location
    if (isWithin(latitude, longitude)) continue
    const mend = isWithin(longitude, latitude)
      ? `Swap them: { latitude: ${longitude}, longitude: ${latitude} }.`
      : `In degrees: latitude ${south} to ${north}, longitude ${west} to ${east}, e.g. { latitude: 20.86, longitude: 106.68 }.`
    const spot = spotOf(ref(file, 'provinces', id, 'location'))
    complaints.error('not-in-country', spot, `"${id}" would not lie in Viet Nam`, mend)
  }
}

function isWithin(latitude: number, longitude: number): boolean {
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east
}
