import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { Words } from '../../shared/words/index.ts'
import type { Overview } from '../../shared/overall-state.ts'
import { isDisconnected, overallWord } from '../../shared/overall-state.ts'
import type { WaitingDocument } from './waiting.ts'
import { shellWords } from './words.ts'

/** What a click in the tray's menu asks for. */
export type TrayCommand =
  | { do: 'open'; company: string | null; key: DocumentKey | null }
  | { do: 'settings'; company: string | null }
  | { do: 'sync-now' }
  | { do: 'retry-failed' }
  | { do: 'pause'; until: 'hour' | 'resumed' }
  | { do: 'resume' }
  | { do: 'start-at-login'; on: boolean }
  | { do: 'restart-to-update' }
  | { do: 'quit' }

export type MenuLine =
  | { type: 'line' }
  | { type: 'item'; label: string; command: TrayCommand | null; checked?: boolean }
  | { type: 'menu'; label: string; lines: MenuLine[] }

export interface TrayMenuInput {
  companies: readonly CompanyStatus[]
  overview: Overview
  /** The newest first. */
  waiting: readonly WaitingDocument[]
  startAtLogin: boolean | null
  /** Version of an update that waits for a restart. */
  update: string | null
  words: Words
}

const LAST_PROBLEMS = 5
/** Menus are drawn by the system, which cuts long lines in ways of its own. */
const LONGEST = 70

/** The tray's menu, as data: what it says, and what each line asks for. */
export function trayMenu(input: TrayMenuInput): MenuLine[] {
  const { companies, overview, waiting, words } = input
  const say = shellWords(words)
  const names = new Map(companies.map((status) => [status.companyId, status.name]))
  const several = companies.length > 1

  const problems = waiting.slice(0, LAST_PROBLEMS).map((document): MenuLine => {
    const title = named(words, document.name, words.problem(document.problem).title)
    const label = short(several ? `${names.get(document.company) ?? document.company} · ${title}` : title)
    return { type: 'item', label, command: { do: 'open', company: document.company, key: document.key } }
  })

  const paused = companies.length > 0 && companies.every((status) => status.paused)
  const pausing: MenuLine[] = paused
    ? [{ type: 'item', label: say.resume, command: { do: 'resume' } }]
    : [
        { type: 'item', label: say.pauseHour, command: { do: 'pause', until: 'hour' } },
        { type: 'item', label: say.pauseUntilResumed, command: { do: 'pause', until: 'resumed' } },
        // Some may be paused while others go on.
        ...(companies.some((status) => status.paused)
          ? [{ type: 'item', label: say.resume, command: { do: 'resume' } } as const]
          : []),
      ]

  return [
    { type: 'item', label: named(words, say.appName, words.t(`overall.${overview.state}`)), command: null },
    ...(input.update === null
      ? []
      : [{ type: 'item', label: say.updateRestart(input.update), command: { do: 'restart-to-update' } } as const]),
    { type: 'line' },
    { type: 'item', label: say.open, command: { do: 'open', company: null, key: null } },
    { type: 'item', label: say.syncNow, command: companies.length > 0 ? { do: 'sync-now' } : null },
    {
      type: 'item',
      label: say.retryFailed(overview.failed),
      command: overview.failed > 0 ? { do: 'retry-failed' } : null,
    },
    { type: 'line' },
    ...(problems.length === 0
      ? [{ type: 'item', label: say.noProblems, command: null } as const]
      : [{ type: 'item', label: say.problems, command: null } as const, ...problems]),
    { type: 'line' },
    ...(companies.length > 0 ? pausing : []),
    ...(companies.length > 0
      ? [{ type: 'menu', label: say.companies, lines: companies.map((status) => companyLine(status, words)) } as const]
      : []),
    { type: 'item', label: say.settings, command: { do: 'settings', company: companies[0]?.companyId ?? null } },
    ...(input.startAtLogin === null
      ? []
      : [
          {
            type: 'item',
            label: say.startAtLogin,
            checked: input.startAtLogin,
            command: { do: 'start-at-login', on: !input.startAtLogin },
          } as const,
        ]),
    { type: 'line' },
    { type: 'item', label: say.quit, command: { do: 'quit' } },
  ]
}

function companyLine(status: CompanyStatus, words: Words): MenuLine {
  const say = shellWords(words)
  const word = words.t(`overall.${overallWord(status)}`)
  // Without a connection nothing goes, whatever else waits.
  const details = status.needsYou > 0 && !isDisconnected(status) ? say.waitingCount(status.needsYou) : word
  return {
    type: 'item',
    label: short(named(words, status.name, details)),
    command: { do: 'open', company: status.companyId, key: null },
  }
}

/**
 * The text beside the pointer: the state, each company with its counts. Windows cuts it after 127 characters, so what
 * matters comes first and whole companies are left out at the end.
 */
export function trayTooltip(
  companies: readonly CompanyStatus[],
  overview: Overview,
  words: Words,
  longest = 127,
): string {
  const say = shellWords(words)
  const lines = companies.map((status) => {
    const { failed, synced } = status.counts
    const waiting = status.needsYou - failed
    const parts = [
      isDisconnected(status) ? words.t('overall.disconnected') : null,
      failed > 0 ? say.failedCount(failed) : null,
      waiting > 0 ? say.waitingCount(waiting) : null,
      named(words, words.state('synced'), words.number(synced)),
    ]
    return named(words, status.name, parts.filter((part) => part !== null).join(', '))
  })
  const state = words.t(`overall.${overview.state}`)
  let text = state
  for (const line of lines) {
    if (`${text}\n${line}`.length > longest) {
      const room = longest - text.length - 2
      return text === state && room > 20 ? `${text}\n${line.slice(0, room)}…` : text
    }
    text += `\n${line}`
  }
  return text
}

function short(label: string): string {
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`
}

/** French has a space before the colon, one that does not break. */
function named(words: Words, name: string, what: string): string {
  return `${name}${words.language === 'fr' ? '\u00a0' : ''}: ${what}`
}
