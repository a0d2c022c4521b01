/** What a reader sees of a page, on one line. */
export const wordsOf = async (answer: Response): Promise<string> =>
  (await answer.text())
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
