import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import { stat } from '../system/files.ts'
import { shown } from './records/field-problem.ts'

const QUOTES = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['«', '»'],
] as const

/**
 * A location as a person typed or pasted it, as the program keeps it: without the quotes that Explorer and Finder put around
 * a path, `~` being the personal folder. `from`: the folder that a path without a beginning goes on from, in a terminal.
 */
export function locationAsTyped(text: string, from: string | null = null): string {
  let location = text.trim()
  for (const [opens, closes] of QUOTES)
    if (location.length > 2 && location.startsWith(opens) && location.endsWith(closes))
      location = location.slice(1, -1).trim()
  if (/^~(?:$|[\\/])/.test(location)) return join(homedir(), location.slice(1))
  const isPath = location !== '' && !/^[a-z][a-z0-9+.-]+:/i.test(location) && !looksLikeAddress(location)
  return isPath && from !== null ? resolve(from, location) : location
}

/** A host with a port, this computer, a number of four parts, or a name of the web, each with what may follow. */
function looksLikeAddress(location: string): boolean {
  return /^(?:(?:localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?|www\.[a-z0-9.-]+(?::\d{1,5})?|[a-z0-9][a-z0-9.-]+:\d{2,5})(?:[/?#].*)?$/i.test(
    location,
  )
}

/** The path that a location names, or why it names none that could be read from on this computer. */
export function pathOf(location: string): Result<string> {
  const unclear = { ok: false, problem: problem('source-location-unclear', { location: shown(location) }) } as const
  if (/\p{Cc}/u.test(location) || !location.isWellFormed()) return unclear
  if (/^file:/i.test(location)) {
    try {
      return { ok: true, value: fileURLToPath(location) }
    } catch {
      return unclear
    }
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return unclear
  if (looksLikeAddress(location))
    return {
      ok: false,
      problem: problem('source-address-unfinished', { location, address: `http://${location}` }),
    }
  if (location.trim() === '') return { ok: false, problem: problem('source-missing', { location }) }
  if (!isAbsolute(location)) return { ok: false, problem: problem('source-path-unfinished', { location }) }
  return { ok: true, value: location }
}

/** What is said of a place from which nothing was ever read, where nothing lies: how far the path exists. */
export async function notThere(found: Problem): Promise<Problem> {
  const location = String(found.params['location'])
  const named = pathOf(location)
  if (found.code !== 'source-missing' || !named.ok) return found
  let there = dirname(named.value)
  while (dirname(there) !== there && !(await isThere(there))) there = dirname(there)
  return problem('source-not-there', { location, there })
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
