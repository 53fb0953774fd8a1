/** Flows of the shipped kind with pictures in them. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedFlowsDir, shippedLocalesDir } from '../../support/files.ts'

export interface ToldPicture {
  /** `media/<file>` or an https address. */
  readonly source: string
  readonly alt: string
}

/**
 * Copies the flows, in Vietnamese only, to `folder`, and tells the pictures before the birth registration asks for the
 * day of birth. Every file of theirs is `png`.
 * @returns the environment that serves them, and where the files are
 */
export function illustrate(
  folder: string,
  pictures: readonly ToldPicture[],
  png: Uint8Array,
): { readonly environment: Readonly<Record<string, string>>; readonly pathOf: (source: string) => string } {
  const [flows, locales] = [join(folder, 'flows'), join(folder, 'locales')]
  cpSync(shippedFlowsDir, flows, { recursive: true })
  cpSync(join(shippedLocalesDir, 'vi'), join(locales, 'vi'), { recursive: true })
  const pathOf = (source: string) => join(flows, 'birth-linked', source)
  mkdirSync(pathOf('media'))
  const steps = pictures.map(({ source, alt }, index) => {
    if (source.startsWith('media/')) writeFileSync(pathOf(source), png)
    const image = JSON.stringify({ source, alt })
    return `  - say: picture_${index}\n    text: Bác xem ảnh ạ.\n    image: ${image}\n`
  })
  const script = readFileSync(pathOf('script.yaml'), 'utf8')
  writeFileSync(pathOf('script.yaml'), script.replace(/(?=^ {2}- ask: birth_date$)/m, steps.join('')))
  return { environment: { FLOWS_DIR: flows, LOCALES_DIR: locales }, pathOf }
}
