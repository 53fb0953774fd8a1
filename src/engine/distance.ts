/** How far places are from where somebody stands. */
import type { Location, Place } from '../content/content.ts'

/** The mean radius of the earth, in kilometres. */
const earthKm = 6371

/** The great-circle distance in kilometres (haversine); `NaN` when a coordinate is no number. */
export function distanceKm(from: Location, to: Location): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const across = half(to.longitude - from.longitude)
  const chord =
    half(to.latitude - from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * across
  return 2 * earthKm * Math.asin(Math.sqrt(Math.min(1, chord)))
}

/** The places at most `withinKm` away, nearest first, no more than `most`; those without coordinates are left out. */
export function nearestPlaces(
  places: Iterable<Place>,
  from: Location,
  { withinKm, most }: { readonly withinKm: number; readonly most: number },
): readonly Place[] {
  return [...places]
    .flatMap((place) =>
      place.location === undefined ? [] : [{ place, km: distanceKm(from, place.location) }],
    )
    .filter(({ km }) => km <= withinKm)
    .sort((a, b) => a.km - b.km)
    .slice(0, most)
    .map(({ place }) => place)
}
