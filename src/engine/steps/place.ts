import { type Place, type PlaceAsk, provinceOf } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { type AskType, type AskView, choiceId, miss, type ReadResult } from './ask-type.ts'
import { readCommune } from './commune.ts'

/**
 * Asks for a province or a commune, and keeps its id. Present and former names are understood; a name that fits
 * several is asked back. Never throws.
 */
export const place: AskType<PlaceAsk> = {
  // Without a single place that knows where it lies, a position handed over could not be read.
  show: ({ level }, { content }) =>
    level === 'province' && [...content.places.all.values()].some(({ location }) => location !== undefined)
      ? { wants: 'location' }
      : {},

  read: (step, text, view) =>
    step.level === 'commune' ? readCommune(step, text, view) : readProvince(step, text, view),

  tap: ({ level }, option, { content: { places } }) =>
    level === 'commune' ? places.communes.byId(option)?.id : places.all.get(option)?.id,

  words(_step, value, { content: { places } }) {
    if (typeof value !== 'string') return String(value)
    const province: Place | undefined = places.all.get(provinceOf(value))
    if (province?.id === value) return province.name
    const commune = places.communes.byId(value)
    return commune === undefined ? value : `${commune.name}, ${commune.provinceName}`
  },
}

function readProvince(step: PlaceAsk, text: string, view: AskView): ReadResult {
  const found = view.content.places.find(text)
  const [first] = found
  if (first === undefined) return readProvinceOfCommune(text, view)
  if (found.length === 1) {
    const isExact = fold(text).split(' ').length <= fold(first.name).split(' ').length + 2
    return { type: 'value', value: first.id, isExact }
  }
  const choices = found.map(({ id, name }) => ({ id: choiceId(step, id), label: name }))
  return { type: 'unclear', key: 'unclear.place', choices }
}

/** A longer text is more than an address: the communes are not read from the disk for it. */
const maxAddressChars = 150

/** Who names their commune or old district has named the province too. */
function readProvinceOfCommune(text: string, { content }: AskView): ReadResult {
  if (text.length > maxAddressChars) return miss
  const { places, isExact } = content.places.communes.find(text)
  const [province, ...others] = new Set(places.map((one) => one.province))
  if (province === undefined || others.length > 0 || !isExact) return miss
  return content.places.all.has(province) ? { type: 'value', value: province, isExact: false } : miss
}
