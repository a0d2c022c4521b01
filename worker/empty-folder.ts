/** Deletes everything in the store whose name begins so. Repeating it is harmless. */
export async function emptyFolder(files: R2Bucket, prefix: string): Promise<void> {
  for (let more = true; more; ) {
    const { objects, truncated } = await files.list({ prefix })
    if (objects.length > 0) await files.delete(objects.map(({ key }) => key))
    more = truncated
  }
}
