/** Pictures of steps: a file of ours that every channel can send, or a public address. */
import type { SayStep } from '../content.ts'
import type { DraftStep } from '../draft.ts'
import type { PictureFormat } from '../media.ts'
import { didYouMean } from '../suggest.ts'
import { below, spotOf } from '../yaml.ts'
import type { StepTools } from './script.ts'

type SayDraft = Extract<DraftStep, { kind: 'say' }>

/** The largest file that every platform takes. */
const maxBytes = 1024 * 1024
const endings: Readonly<Record<string, PictureFormat>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
}
/** No `..`, no blanks, no accents: such names come back differently from other computers. */
const filePath = /^media\/(?:[a-z0-9][\w-]*\/)*[a-z0-9][\w.-]*\.([a-z]+)$/i

/** The picture of a `say`, checked; nothing when it has none. `flow` is the sub-flow it stands in. */
export function compilePicture(
  draft: SayDraft,
  flow: string | undefined,
  tools: StepTools,
): Pick<SayStep, 'image'> {
  const { image } = draft.source
  if (image === undefined) return {}
  const at = below(draft.at, 'image')
  const alt = tools.maker.text(below(at, 'alt'), tools.key('image.alt'), image.alt, tools.here)
  const isAddress = /^[a-z]+:/i.test(image.source)
  const folder = flow === undefined ? tools.input.procedure : 'shared'
  const source = isAddress ? image.source : `${folder}/${image.source}`
  const fault = isAddress ? faultOfAddress(image.source) : faultOfFile(image.source, folder, tools)
  if (fault !== undefined) {
    tools.complaints.error(fault.rule, spotOf(below(at, 'source')), fault.message, fault.mend)
  }
  return { image: { source, alt } }
}

interface PictureFault {
  readonly rule: string
  readonly message: string
  readonly mend: string
}

function faultOfFile(written: string, folder: string, { input }: StepTools): PictureFault | undefined {
  const ending = filePath.exec(written)?.[1]?.toLowerCase()
  if (ending === undefined) {
    const message = 'a picture lies in the folder media/, its name only a-z, 0-9, - and _'
    return { rule: 'picture-path', message, mend: 'Name it like media/to-khai.jpg.' }
  }
  if (!Object.hasOwn(endings, ending)) {
    return {
      rule: 'picture-format',
      message: `".${ending}" cannot be sent everywhere`,
      mend: 'Save it as .jpg, .png or .webp.',
    }
  }
  const found = input.media.get(`${folder}/${written}`)
  if (found === undefined) {
    const there = [...input.media.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
    const mend = didYouMean(written, there, `Put the file at flows/${folder}/${written}.`)
    return { rule: 'missing-picture', message: 'there is no such file', mend }
  }
  if (found.format !== endings[ending]) {
    const message = `the file is ${found.format === undefined ? 'no .jpg, .png or .webp picture' : `really .${found.format}`}`
    const mend = 'Open it in a picture program and save it anew with this ending.'
    return { rule: 'picture-format', message, mend }
  }
  if (found.bytes <= maxBytes) return undefined
  const message = `${Math.ceil(found.bytes / 1024)} KB; at most ${maxBytes / 1024} KB can be sent`
  return {
    rule: 'picture-too-large',
    message,
    mend: 'Make it smaller: 1,280 pixels wide is enough for a phone.',
  }
}

function faultOfAddress(written: string): PictureFault | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url?.protocol === 'https:' && url.username === '' && isPublicName(url.hostname)) return undefined
  const message = 'platforms can fetch a picture only from a public https address'
  return { rule: 'picture-address', message, mend: 'Write an https address, or put the file into media/.' }
}

/** A name of the public internet: neither a number nor a name that only an office network knows. */
function isPublicName(host: string): boolean {
  return (
    /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(host) && !/\.(?:local|localhost|internal|lan|home|test)$/.test(host)
  )
}
