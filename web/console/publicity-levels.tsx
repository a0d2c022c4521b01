import { type LevelRecord, PUBLICITY_LEVELS } from '../../worker/rules/publicity-level.ts'
import { AreaField, ChoiceField, FormName, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { LEVEL_NAME } from '../text/objections.ts'
import { flawsOf, type PublicityPageProps } from './publicity.tsx'

/** Where else the list was posted: one fold for each, and one to add another. */
export function Levels(props: PublicityPageProps) {
  const { notice, file, back } = props
  const done = notice.conclusion !== null
  const sent = back?.part === 'levels' ? (back.typed.position ?? '') : null
  return (
    <section class="card">
      <h2>各级公示情况</h2>
      <ul class="levels">
        {file.levels.map(level => (
          <li key={level.position}>
            <details open={sent === String(level.position)}>
              <summary>
                <span>
                  {LEVEL_NAME[level.level]} · {level.place}
                  <br />
                  <span class="soft small">
                    {longDay(level.from)}至{longDay(level.through)}，{level.result || '结果待登记'}
                  </span>
                </span>
              </summary>
              <Files notice={notice} level={level} />
              {!done && <LevelForm {...props} level={level} isSent={sent === String(level.position)} />}
            </details>
          </li>
        ))}
        {!done && (
          <li>
            <details open={sent === '' || file.levels.length === 0}>
              <summary>登记一处公示</summary>
              <LevelForm {...props} level={null} isSent={sent === ''} />
            </details>
          </li>
        )}
      </ul>
    </section>
  )
}

function Files({ notice, level }: { readonly notice: PublicityPageProps['notice']; readonly level: LevelRecord }) {
  if (level.evidence.length === 0) return null
  return (
    <p class="small">
      {level.evidence.map(({ name }, i) => (
        <span key={name}>
          <a href={paths.evidence(notice.id, { level: level.position, position: i })}>{name}</a>{' '}
        </span>
      ))}
    </p>
  )
}

function LevelForm({
  notice,
  file,
  period,
  back,
  level,
  isSent,
}: PublicityPageProps & { readonly level: LevelRecord | null; readonly isSent: boolean }) {
  const typed = isSent && back ? back.typed : {}
  const flaws = isSent ? flawsOf(back, 'levels') : undefined
  const value = (name: 'level' | 'place' | 'from' | 'through' | 'result', otherwise: string) =>
    typed[name] ?? level?.[name] ?? otherwise
  return (
    <form method="post" encType="multipart/form-data" action={staffPaths.publicityLevels(notice.id)} class="fold">
      <input type="hidden" name="revision" value={file.revision} />
      <input type="hidden" name="position" value={level?.position ?? ''} />
      <FormName.Provider value={`level-${level?.position ?? 'new'}-`}>
        <ChoiceField
          name="level"
          label="级别"
          flaws={flaws}
          value={value('level', 'unit')}
          choices={PUBLICITY_LEVELS.map(one => ({ value: one, name: LEVEL_NAME[one] }))}
        />
        <TextField name="place" label="在哪里公示" flaws={flaws} value={value('place', '')} required maxLength={60} />
        <TextField name="from" label="开始" type="date" flaws={flaws} value={value('from', period.posted)} required />
        <TextField name="through" label="结束" type="date" flaws={flaws} value={value('through', period.through)} required />
        <AreaField
          name="result"
          label="公示结果"
          hint="还在公示的可以先不填。"
          flaws={flaws}
          value={value('result', '')}
          rows={2}
          maxLength={200}
        />
        <TextField
          name="files"
          label="公示照片、证明"
          hint="可不选；每次最多 6 个，每个不超过 10 MB，PDF、Word（.docx）、JPG 或 PNG；会公开显示。"
          type="file"
          multiple
          accept=".pdf,.docx,.jpg,.jpeg,.png"
        />
      </FormName.Provider>
      <p class="field">
        <button>{level ? '保存' : '登记'}</button>
      </p>
    </form>
  )
}
