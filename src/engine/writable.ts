/** What is being put together, field by field: spreading parts that may be absent makes an object for each of them. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] }
