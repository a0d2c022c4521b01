import { parseArgs } from 'node:util'
import type { Control } from './control.ts'
import { Copy } from './copy.ts'
import { CONTROLS } from './list.ts'
import { holds, type Trial, Trials } from './trial.ts'

// npm run controls -- [NAME or threat …] [--list] [--json] [--lanes N]: removes every control once and demands that its
// tests see it.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** Copies of the checkout that are worked in beside each other. */
    lanes: { type: 'string', default: '2' },
  },
})

const named = ({ name, threat }: Control): boolean => positionals.includes(name) || positionals.includes(threat)
const wanted = CONTROLS.filter(control => positionals.length === 0 || named(control))
const strangers = positionals.filter(one => !wanted.some(({ name, threat }) => name === one || threat === one))
if (strangers.length > 0) throw new Error(`there is no control ${strangers.join(', ')}`)

if (values.list) for (const { threat, name, says } of wanted) console.log(`${threat.padEnd(9)} ${name.padEnd(26)} ${says}`)
else process.exitCode = (await removeAll()) ? 0 : 1

async function removeAll(): Promise<boolean> {
  const began = performance.now()
  const trials = new Trials(CONTROLS)
  const left = [...wanted]
  const done: Trial[] = []
  const lane = async (copy: Copy): Promise<void> => {
    for (let control = left.shift(); control; control = left.shift()) {
      const trial = await trials.of(control, copy)
      done.push(trial)
      if (!values.json) print(trial)
    }
  }
  const copies = Array.from({ length: Math.min(Number(values.lanes), wanted.length) }, () => new Copy())
  process.once('exit', () => {
    for (const copy of copies) copy.remove()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  await Promise.all(copies.map(lane))
  const survived = done.filter(trial => !holds(trial))
  if (!values.json) console.log(`${done.length - survived.length} of ${done.length} controls are seen when they are gone`)
  const files = new Set(wanted.flatMap(({ seenBy }) => seenBy.map(({ project, file }) => `${project} ${file}`))).size
  const minutes = Math.round((performance.now() - began) / 6000) / 10
  const figures = { controls: done.length, seen: done.length - survived.length, files, minutes }
  console.log(JSON.stringify({ ...figures, trials: done.map(brief) }))
  return survived.length === 0
}

function print(trial: Trial): void {
  const { control, seen, others, seconds } = trial
  const word = holds(trial) ? 'seen    ' : 'SURVIVED'
  const figures = `${seconds.toFixed(0).padStart(4)} s, ${others} more fail`
  console.log(`${word} ${control.threat.padEnd(9)} ${control.name.padEnd(26)} ${figures}`)
  for (const { sight, project, file, title, why } of seen)
    if (sight !== 'seen') console.log(`         ${sight}: ${project} ${file}: ${title}\n           ${why}`)
}

function brief(trial: Trial) {
  const { control, seen, others, seconds } = trial
  const tests = seen.map(({ project, file, title, sight, why }) => ({ project, file, title, sight, why }))
  return { threat: control.threat, name: control.name, holds: holds(trial), others, seconds: Math.round(seconds), tests }
}
