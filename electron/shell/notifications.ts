import type { Notification } from 'electron'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { runSentence } from '../../shared/run-sentence.ts'
import type { Words } from '../../shared/words/index.ts'
import type { ElectronParts } from './contract.ts'
import type { Announcement, News } from './notification-policy.ts'
import { placeOf } from './notification-policy.ts'
import type { WaitingDocument } from './waiting.ts'
import { shellWords } from './words.ts'

export interface NotificationsNeeds {
  electron: Pick<ElectronParts, 'Notification'>
  open(place: { company: string; key: DocumentKey | null }): void
}

/** Shows announcements by the system's own means, and opens their place at a click. */
export class Notifications {
  readonly #needs: NotificationsNeeds
  /** The system reports a click only to a notification that still lives. */
  readonly #living = new Set<Notification>()

  constructor(needs: NotificationsNeeds) {
    this.#needs = needs
  }

  show(
    announcements: readonly Announcement[],
    companies: readonly CompanyStatus[],
    waiting: readonly WaitingDocument[],
    words: Words,
  ): void {
    const { Notification } = this.#needs.electron
    if (!Notification.isSupported()) return
    for (const { news, urgency } of announcements) {
      const { title, body } = newsText(news, companies, waiting, words)
      const notification = new Notification({
        title,
        body,
        silent: urgency === 'low',
        urgency,
        timeoutType: urgency === 'critical' ? 'never' : 'default',
      })
      this.#living.add(notification)
      const over = (): void => void this.#living.delete(notification)
      notification.on('click', () => {
        over()
        this.#needs.open(placeOf(news))
      })
      notification.on('close', over)
      notification.on('failed', over)
      notification.show()
    }
  }

  /** A notice that has no company: an update that is ready. */
  plain(title: string, body: string, clicked: () => void): void {
    const { Notification } = this.#needs.electron
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body, silent: true })
    this.#living.add(notification)
    notification.on('click', () => {
      this.#living.delete(notification)
      clicked()
    })
    notification.on('close', () => void this.#living.delete(notification))
    notification.show()
  }
}

/** The words of an announcement. Amounts stay out: a notification can be read over a shoulder. */
export function newsText(
  news: News,
  companies: readonly CompanyStatus[],
  waiting: readonly WaitingDocument[],
  words: Words,
): { title: string; body: string } {
  const say = shellWords(words)
  const company = companies.find((status) => status.companyId === news.company)?.name ?? news.company
  switch (news.about) {
    case 'run': {
      const digest = [
        ...(news.did ? [runSentence(news.did, words)] : []),
        ...(news.months ?? []).map(({ month, by }) => words.t('months.digest', { month: words.month(month), by })),
      ].filter((part) => part !== '')
      if (news.sent === 0 && news.failed === 0 && digest.length > 0) return { title: company, body: digest.join('\n') }
      if (news.failed === 0) return { title: say.runFinished(news.sent, company), body: digest.join('\n') }
      return {
        title:
          news.sent === 0 ? say.trouble(news.failed, company) : say.runWithTrouble(news.failed, news.sent, company),
        body: [...digest, say.waitsBody].join('\n'),
      }
    }
    case 'waiting': {
      const only = waiting.find((document) => document.company === news.company && document.key === news.only)
      if (only)
        return {
          title: `${company}: ${say.documentWaits(only.name, news.days)}`,
          body: words.problem(only.problem).title,
        }
      return { title: say.documentsWait(news.count, news.days, company), body: say.waitsBody }
    }
    case 'connection-ends':
      return { title: say.connectionEnds(company, news.days), body: say.connectionBody }
    case 'connection-ended':
      return { title: say.connectionEnded(company), body: say.connectionBody }
  }
}
