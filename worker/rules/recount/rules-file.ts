import type { PollSpec } from '../ballot.ts'
import { isObject, readStrict } from './strict-json.ts'

/** The frozen rules; null when something they need is missing or of another type. What else is there is let be. */
export function readRulesFile(bytes: Uint8Array): PollSpec | null {
  const file = readStrict(bytes)
  return isObject(file) && TEXTS.every(name => isText(file[name])) && isPoll(file) ? (file as unknown as PollSpec) : null
}

const TEXTS = ['campaign', 'title', 'use', 'identity', 'scorer'] as const

function isPoll({
  period,
  window,
  categories,
  nominees,
  totalMin,
  totalMax,
  shards,
}: Readonly<Record<string, unknown>>): boolean {
  return (
    (period === 'once' || period === 'daily') &&
    isWindow(window) &&
    isListOf(categories, isCategory) &&
    isListOf(nominees, isNominee) &&
    isLimit(totalMin) &&
    isLimit(totalMax) &&
    isNumber(shards)
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isLimit = (value: unknown): boolean => value === null || isNumber(value)
const isListOf = (value: unknown, holds: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(holds)

const isWindow = (value: unknown): boolean =>
  isObject(value) && isNumber(value.from) && isNumber(value.until) && value.from < value.until

const isCategory = (value: unknown): boolean =>
  isObject(value) && isText(value.key) && isText(value.name) && isNumber(value.min) && isNumber(value.max)

const isNominee = (value: unknown): boolean => isObject(value) && isNumber(value.number) && isText(value.category)
