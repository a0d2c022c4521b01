import { STEPS, type Step } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { FROZEN } from '../../worker/rules/draft-parts.ts'
import { momentFields } from '../../worker/rules/moment.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { TextField } from '../parts/field.tsx'
import { sayStep } from '../text/settings.ts'
import { STEP } from '../text/terms.ts'
import { Fixed, Kept } from './fixed.tsx'

export interface StepFieldsProps {
  readonly draft: CampaignDraft
  readonly flaws: readonly FormFlaw[]
  readonly frozen: boolean
}

/** The nine steps a campaign can have; a step that is not ticked keeps its fields out of sight. */
export function StepFields({ draft, flaws, frozen }: StepFieldsProps) {
  const whole = flaws.filter(({ field }) => field === 'milestones')
  return (
    <>
      {whole.map(({ says }) => (
        <p key={says} class="flaw" role="alert">
          {says}
        </p>
      ))}
      {STEPS.map(step => {
        const written = draft.milestones.find(one => one.step === step) ?? null
        return frozen && FROZEN.includes(`milestones.${step}`) ? (
          written && <FixedStep key={step} step={step} written={written} />
        ) : (
          <OneStep key={step} step={step} written={written} flaws={flaws} />
        )
      })}
    </>
  )
}

type Written = CampaignDraft['milestones'][number]

function OneStep({
  step,
  written,
  flaws,
}: {
  readonly step: Step
  readonly written: Written | null
  readonly flaws: readonly FormFlaw[]
}) {
  const name = (field: string) => `milestones.${step}.${field}`
  const [from, until] = [momentFields(written?.from ?? ''), momentFields(written?.until ?? '')]
  return (
    <fieldset class="step">
      <legend class="sr">{STEP[step]}</legend>
      <input class="on" type="checkbox" id={`f-${name('on')}`} name={name('on')} value="1" checked={written !== null} />
      <label class="step-name" for={`f-${name('on')}`}>
        {STEP[step]}
      </label>
      <div class="when">
        <TextField name={name('title')} label="显示的名称" maxLength={20} value={written?.title ?? STEP[step]} flaws={flaws} />
        <TextField name={name('from')} label="开始日期" type="date" value={from.day} flaws={flaws} />
        <TextField name={name('from-clock')} label="钟点（可空）" type="time" value={from.clock} />
        <TextField name={name('until')} label="结束日期" type="date" value={until.day} flaws={flaws} />
        <TextField name={name('until-clock')} label="钟点（可空）" type="time" value={until.clock} />
      </div>
    </fieldset>
  )
}

function FixedStep({ step, written }: { readonly step: Step; readonly written: Written }) {
  const [from, until] = [momentFields(written.from), momentFields(written.until)]
  const name = (field: string) => `milestones.${step}.${field}`
  return (
    <>
      <Fixed label={STEP[step]} text={sayStep(written)} />
      <Kept
        values={[
          [name('on'), '1'],
          [name('title'), written.title],
          [name('from'), from.day],
          [name('from-clock'), from.clock],
          [name('until'), until.day],
          [name('until-clock'), until.clock],
        ]}
      />
    </>
  )
}
