/** WebAssembly that stands beside its source in this folder: `npm run kernels` makes it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SharedMemory } from './shared-memory.ts'

/** Of WebAssembly what is used here; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** Compiles a file; what is given for each memory are its functions over it, which know these numbers by their names. */
export function compile<Functions>(
  name: string,
): (memory: SharedMemory, numbers?: Readonly<Record<string, number>>) => Functions {
  const compiled = new WebAssembly.Module(readFileSync(join(import.meta.dirname, name)))
  return (memory, numbers = {}) =>
    new WebAssembly.Instance(compiled, { motcua: { memory, ...numbers } }).exports as Functions
}
