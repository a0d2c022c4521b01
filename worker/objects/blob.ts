/** The bytes of a blob as a statement answers them. */
export const blob = (value: SqlStorageValue | undefined): Uint8Array => new Uint8Array(value as ArrayBuffer)
