import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { WaitingDocument } from './waiting.ts'

const DAY = 24 * 60 * 60 * 1000

/** Days of waiting after which a person is told again, each time with more weight. */
const WAITING_DAYS = [1, 3, 7, 14, 28] as const
/** Days before the end of a connection at which a person is told. */
const ENDING_DAYS = [14, 7, 3, 1, 0] as const

type LastPush = NonNullable<CompanyStatus['lastPush']>

/** What is to be said; the words and the looks are somebody else's. */
export type News =
  | ({ about: 'run'; company: string; sent: number; failed: number } & Pick<LastPush, 'did' | 'months'>)
  | { about: 'waiting'; company: string; count: number; days: number; only: DocumentKey | null }
  | { about: 'connection-ends'; company: string; days: number }
  | { about: 'connection-ended'; company: string }

export interface Announcement {
  news: News
  /** `low` comes without a sound, `critical` stays until it is dismissed where the system can do that. */
  urgency: 'low' | 'normal' | 'critical'
}

/** What was said before, for each company; kept between starts, so that a restart does not say it again. */
export interface Notified {
  /** The run that was told last, by its instant. */
  run: string | null
  waitingDays: number
  endingDays: number | null
  ended: boolean
}

export interface Situation {
  companies: readonly CompanyStatus[]
  waiting: readonly WaitingDocument[]
  /** Whether the person looks at the window now: it shows all of this already. */
  windowInFront: boolean
  /** Epoch ms. */
  now: number
}

/**
 * What to say now, by these rules: one notification for a run, never one for a document; nothing while the window is in
 * front (and not afterwards either: it was seen there); a connection that ends is told 14, 7, 3 and 1 days before, on
 * the day and once when it has ended; a document that waits is told after 1, 3, 7, 14 and 28 days, all of a company in
 * one, with more weight each time. Answers what to remember with it.
 */
export function announcements(
  situation: Situation,
  told: Readonly<Record<string, Notified>>,
): { say: Announcement[]; told: Record<string, Notified> } {
  const say: Announcement[] = []
  const remember: Record<string, Notified> = {}
  for (const status of situation.companies) {
    const before = told[status.companyId]
    const { said, after } = aboutCompany(status, situation, before)
    remember[status.companyId] = after
    say.push(...said)
  }
  return { say: situation.windowInFront ? [] : say, told: remember }
}

function aboutCompany(
  status: CompanyStatus,
  situation: Situation,
  before: Notified | undefined,
): { said: Announcement[]; after: Notified } {
  const said: Announcement[] = []
  const company = status.companyId
  const after: Notified = {
    run: status.lastPush?.at ?? null,
    waitingDays: 0,
    endingDays: null,
    ended: status.connection.state === 'ended',
  }

  // A company that is seen for the first time brings its past with it: that is no news.
  if (
    before &&
    status.lastPush &&
    status.lastPush.at !== before.run &&
    (status.lastPush.sent > 0 || status.lastPush.failed > 0 || status.lastPush.months !== undefined)
  ) {
    const { sent, failed, did, months } = status.lastPush
    said.push({
      news: { about: 'run', company, sent, failed, ...(did && { did }), ...(months && { months }) },
      urgency: failed > 0 || months ? 'normal' : 'low',
    })
  }

  const waiting = situation.waiting.filter(
    (document) => document.company === company && situation.now - document.since >= DAY,
  )
  const oldest = waiting.reduce((most, document) => Math.max(most, situation.now - document.since), 0)
  after.waitingDays = WAITING_DAYS.findLast((days) => oldest >= days * DAY) ?? 0
  if (after.waitingDays > (before?.waitingDays ?? 0)) {
    const only = waiting.length === 1 ? (waiting[0]?.key ?? null) : null
    const urgency = after.waitingDays >= 7 ? 'critical' : after.waitingDays >= 3 ? 'normal' : 'low'
    said.push({
      news: { about: 'waiting', company, count: waiting.length, days: Math.floor(oldest / DAY), only },
      urgency,
    })
  }

  if (after.ended) {
    if (!before?.ended) said.push({ news: { about: 'connection-ended', company }, urgency: 'critical' })
    return { said, after }
  }
  if (
    status.connection.environment !== 'practice' &&
    status.connection.state !== 'not-connected' &&
    status.connection.expiresAt !== null
  ) {
    const left = Date.parse(status.connection.expiresAt) - situation.now
    after.endingDays = ENDING_DAYS.findLast((days) => left <= days * DAY) ?? null
    const closer = after.endingDays !== null && after.endingDays < (before?.endingDays ?? Infinity)
    if (closer) {
      const days = Math.max(0, Math.ceil(left / DAY))
      said.push({ news: { about: 'connection-ends', company, days }, urgency: days <= 3 ? 'critical' : 'normal' })
    }
  }
  return { said, after }
}

/** The title and the text of an announcement, and where a click on it leads. */
export function placeOf(news: News): { company: string; key: DocumentKey | null } {
  return { company: news.company, key: news.about === 'waiting' ? news.only : null }
}
