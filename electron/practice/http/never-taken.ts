import type { CompanySettings } from '../company/settings.ts'
import type { DataRequest } from './data-request.ts'
import { errorPage, streamTimeout, type Reply } from './reply.ts'

/** What a write is answered whose body holds a text that the service never takes; null for every other one. */
export function neverTaken(settings: CompanySettings, request: DataRequest): Reply | null {
  if (settings.neverTaken.length === 0) return null
  const body = request.body.toString('utf8')
  const met = settings.neverTaken.find((each) => body.includes(each.text))
  if (!met) return null
  return met.answer === 'stream-timeout' ? streamTimeout(504) : errorPage(met.answer === 'error' ? 500 : 200)
}
