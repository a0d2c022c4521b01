export interface QuestionProps {
  /** "请用数字填写：三加五等于几" */
  readonly text: string
  /** Sealed by the server: holds the answer and until when it is good. */
  readonly token: string
}

/** The human check that needs no script: one small sum in words. */
export function QuestionField({ text, token }: QuestionProps) {
  return (
    <label class="field">
      <span>{text}</span>
      <input type="hidden" name="question" value={token} />
      <input name="answer" inputMode="numeric" autocomplete="off" required maxLength={4} />
    </label>
  )
}
