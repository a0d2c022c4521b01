import '../has-own.ts'
import type { Report } from '../../../worker/rules/recount/recount.ts'
import { verifyFile } from './bundle.ts'
import { comparePrinted } from './printed.ts'
import { showReceipt } from './receipt.ts'
import { bytesOf, marked } from './show.ts'

// The page that checks what this site says. It asks no server anything: kept as a file, it works without one.

let report: Report | null = null

const bundle = marked<HTMLInputElement>('bundle')
const receipt = marked<HTMLInputElement>('receipt')
const pasted = marked<HTMLTextAreaElement>('pasted')

async function chooseBundle(file: Blob | undefined): Promise<void> {
  if (!file) return
  bundle.disabled = true
  try {
    report = await verifyFile(file)
  } finally {
    bundle.disabled = false
    bundle.value = ''
  }
  comparePrinted(report)
}

async function chooseReceipt(file: Blob | undefined): Promise<void> {
  if (!file) return
  pasted.value = new TextDecoder().decode(await bytesOf(file))
  receipt.value = ''
  showReceipt(pasted.value, report)
}

bundle.addEventListener('change', () => void chooseBundle(bundle.files?.[0]))
receipt.addEventListener('change', () => void chooseReceipt(receipt.files?.[0]))
marked('check').addEventListener('click', () => showReceipt(pasted.value, report))

marked('printed').addEventListener('input', () => comparePrinted(report))

// The page of a campaign's records hands its keys over in the part of the address that no server sees.
const handed = /^#keys=(.+)$/.exec(location.hash)?.[1]
if (handed) marked<HTMLTextAreaElement>('keys').value = decodeURIComponent(handed)
marked('tool').hidden = false
