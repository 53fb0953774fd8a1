import { expect, test } from 'vitest'

type Asked = { readonly version: string; readonly features: object }
const program = new URL('../bin/node-version.js', import.meta.url).href
const { refusalOf } = (await import(program)) as { refusalOf(its: Asked): string | undefined }

test('a Node that cannot run TypeScript is told to be too old, with what brings a newer one', () => {
  // Node 20 does not know the feature, 22.10 knows it and has it switched off.
  for (const features of [{}, { typescript: false }]) {
    const refusal = refusalOf({ version: 'v20.20.2', features })
    expect(refusal).toContain('this is v20.20.2')
    expect(refusal).toContain('"npm ci"')
  }
  expect(refusalOf({ version: 'v24.21.0', features: { typescript: 'strip' } })).toBeUndefined()
})

test('the Node that runs the tests can run the service', () => {
  expect(refusalOf(process)).toBeUndefined()
})
