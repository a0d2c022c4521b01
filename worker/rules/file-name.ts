/** The longest name of an attached file; longer ones lose their middle, never their ending. */
const LONGEST = 100

/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * A file name that every system can store and no reader is deceived by: no folders, no control or direction signs (by
 * which "exe.pdf" can be made to look like "fdp.exe"), no leading dot, no signs Windows forbids.
 */
export function cleanFileName(name: string): string {
  const bare = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\uFFFD]/gu, '')
    .split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(DEVICES, '_$1')
  if (!bare) return '附件'
  const signs = [...bare]
  if (signs.length <= LONGEST) return bare
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(bare)?.[0] ?? ''
  return signs.slice(0, LONGEST - ending.length).join('') + ending
}
