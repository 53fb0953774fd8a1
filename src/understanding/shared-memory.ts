/** Memory that other threads and WebAssembly reach without a copy. */

/** Of WebAssembly what is used here; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number
    readonly maximum: number
    readonly shared: true
  }) => SharedMemory
}

/** A `WebAssembly.Memory`: plain data for who posts it to another thread. */
export interface SharedMemory {
  /** As large as the memory is now; what was made of it before stays good. */
  readonly buffer: SharedArrayBuffer
  /** Adds pages; answers how many there were. */
  grow(pages: number): number
}

const bytesOfPage = 65_536
/** 1 GB, as `kernels.wat` says too: hundreds of thousands of examples. What is not used costs nothing. */
const mostPages = 16_384

/** Without anything in it. */
export function createSharedMemory(): SharedMemory {
  return new WebAssembly.Memory({ initial: 0, maximum: mostPages, shared: true })
}

/**
 * Makes room for so many bytes, which are 0; answers the address, a multiple of a page.
 * @throws RangeError when there is no such room
 */
export function makeRoom(memory: SharedMemory, bytes: number): number {
  return memory.grow(Math.ceil(bytes / bytesOfPage)) * bytesOfPage
}
