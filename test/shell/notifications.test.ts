import { afterEach, describe, expect, it } from 'vitest'
import { noCounts } from '../../shared/row.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { Situation, Notified } from '../../electron/shell/notification-policy.ts'
import { announcements } from '../../electron/shell/notification-policy.ts'
import { newsText } from '../../electron/shell/notifications.ts'
import type { WaitingDocument } from '../../electron/shell/waiting.ts'
import {
  cleanDesktops,
  DAY,
  failedRow,
  HOUR,
  key,
  makeFolder,
  NOON,
  startDesktop,
  status,
  TestTime,
} from './desktop.ts'

afterEach(cleanDesktops)

function document(number: string, days: number): WaitingDocument {
  return {
    company: 'maple',
    key: key(number),
    name: number,
    problem: { code: 'number-taken', params: { number } },
    since: NOON - days * DAY,
  }
}

/** A person's days with the program: each step is a situation, told what was said before. */
function story() {
  let told: Record<string, Notified> = {}
  return (change: Partial<Situation>): unknown[] => {
    const answer = announcements(
      { companies: [status()], waiting: [], windowInFront: false, now: NOON, ...change },
      told,
    )
    told = answer.told
    return answer.say.map(({ news, urgency }) => ({ ...news, urgency }))
  }
}

const run = (at: string, sent: number, failed: number): Partial<CompanyStatus> => ({ lastPush: { at, sent, failed } })

describe('what is notified', () => {
  it('a run is told once, however many documents it sent', () => {
    const tell = story()
    expect(tell({})).toEqual([])
    expect(tell({ companies: [status(run('10:00', 250, 0))] })).toEqual([
      { about: 'run', company: 'maple', sent: 250, failed: 0, urgency: 'low' },
    ])
    expect(tell({ companies: [status(run('10:00', 250, 0))] })).toEqual([])
  })

  it('a run in which documents failed is told with more weight', () => {
    const tell = story()
    tell({})
    expect(tell({ companies: [status(run('10:00', 3, 2))] })).toEqual([
      { about: 'run', company: 'maple', sent: 3, failed: 2, urgency: 'normal' },
    ])
  })

  it('a run that sent nothing is not told', () => {
    const tell = story()
    tell({})
    expect(tell({ companies: [status(run('10:00', 0, 0))] })).toEqual([])
  })

  it('what happened before the program started is not told', () => {
    expect(story()({ companies: [status(run('yesterday', 9, 0))] })).toEqual([])
  })

  it('nothing is told while the window is in front, and not afterwards either', () => {
    const tell = story()
    tell({})
    expect(
      tell({ windowInFront: true, companies: [status(run('10:00', 5, 1))], waiting: [document('101', 2)] }),
    ).toEqual([])
    expect(tell({ companies: [status(run('10:00', 5, 1))], waiting: [document('101', 2)] })).toEqual([])
  })

  it('each company has its own', () => {
    const tell = story()
    tell({ companies: [status(), status({ companyId: 'oak' })] })
    expect(tell({ companies: [status(run('1', 1, 0)), status({ companyId: 'oak', ...run('2', 2, 0) })] })).toHaveLength(
      2,
    )
  })

  it('a document that waits is told after a day, then after 3, 7, 14 and 28, with more weight each time', () => {
    const tell = story()
    const days: [number, unknown][] = []
    for (let day = 0; day <= 40; day++) {
      const said = tell({ now: NOON + day * DAY, waiting: [document('101', 0)] })
      for (const each of said) days.push([day, (each as { urgency: string }).urgency])
    }
    expect(days).toEqual([
      [1, 'low'],
      [3, 'normal'],
      [7, 'critical'],
      [14, 'critical'],
      [28, 'critical'],
    ])
  })

  it('many documents that wait are one notification, which opens the list; a single one opens itself', () => {
    expect(story()({ waiting: [document('101', 2), document('102', 5), document('103', 0)] })).toEqual([
      { about: 'waiting', company: 'maple', count: 2, days: 5, only: null, urgency: 'normal' },
    ])
    expect(story()({ waiting: [document('101', 1)] })).toEqual([
      { about: 'waiting', company: 'maple', count: 1, days: 1, only: key('101'), urgency: 'low' },
    ])
  })

  it('when the old ones are decided, a new one starts from the beginning', () => {
    const tell = story()
    expect(tell({ waiting: [document('101', 8)] })).toHaveLength(1)
    expect(tell({ waiting: [] })).toEqual([])
    expect(tell({ waiting: [document('102', 1)] })).toMatchObject([{ days: 1, urgency: 'low' }])
  })

  it('the end of the connection is told 14, 7, 3 and 1 days before, on the day, and when it has come', () => {
    const tell = story()
    const ends = (left: number): CompanyStatus =>
      status({ connection: { ...status().connection, expiresAt: new Date(NOON + left * DAY).toISOString() } })
    const days: unknown[] = []
    for (let left = 30; left >= 0; left--) {
      for (const said of tell({ companies: [ends(left)] })) days.push([left, (said as { urgency: string }).urgency])
    }
    expect(days).toEqual([
      [14, 'normal'],
      [7, 'normal'],
      [3, 'critical'],
      [1, 'critical'],
      [0, 'critical'],
    ])
    const ended = status({ connection: { ...status().connection, state: 'ended' } })
    expect(tell({ companies: [ended] })).toEqual([{ about: 'connection-ended', company: 'maple', urgency: 'critical' }])
    expect(tell({ companies: [ended] })).toEqual([])
  })

  it('a connection that was renewed is told anew the next time', () => {
    const tell = story()
    const ends = (left: number): Partial<Situation> => ({
      companies: [
        status({ connection: { ...status().connection, expiresAt: new Date(NOON + left * DAY).toISOString() } }),
      ],
    })
    expect(tell(ends(2))).toHaveLength(1)
    expect(tell(ends(100))).toEqual([])
    expect(tell(ends(13))).toHaveLength(1)
  })

  it('the practice company’s connection is no concern', () => {
    const connection = {
      ...status().connection,
      environment: 'practice' as const,
      expiresAt: new Date(NOON + DAY).toISOString(),
    }
    expect(story()({ companies: [status({ connection })] })).toEqual([])
  })
})

describe('the words of a notification', () => {
  it.each(['en', 'fr'] as const)('name the company and what happened, without an amount (%s)', (language) => {
    const words = wordsFor(language)
    const companies = [status()]
    const waiting = [document('101', 2)]
    const texts = [
      newsText({ about: 'run', company: 'maple', sent: 1, failed: 0 }, companies, waiting, words),
      newsText({ about: 'run', company: 'maple', sent: 4, failed: 2 }, companies, waiting, words),
      newsText({ about: 'run', company: 'maple', sent: 0, failed: 2 }, companies, waiting, words),
      newsText({ about: 'waiting', company: 'maple', count: 1, days: 2, only: key('101') }, companies, waiting, words),
      newsText({ about: 'waiting', company: 'maple', count: 3, days: 9, only: null }, companies, waiting, words),
      newsText({ about: 'connection-ends', company: 'maple', days: 3 }, companies, waiting, words),
      newsText({ about: 'connection-ends', company: 'maple', days: 0 }, companies, waiting, words),
      newsText({ about: 'connection-ended', company: 'maple' }, companies, waiting, words),
    ]
    for (const { title, body } of texts) {
      expect(title).toContain('Maple Renovations')
      expect(`${title} ${body}`).not.toMatch(/\$|undefined|null|\{/)
    }
    expect(texts[0]?.title).toBe(
      language === 'en'
        ? '1 document sent to the books of Maple Renovations'
        : '1 document envoyé dans les livres de Maple Renovations',
    )
    expect(texts[3]?.body).toBe(words.problem({ code: 'number-taken', params: { number: '101' } }).title)
  })
})

describe('the notifications of a running desktop', () => {
  it('come from what the companion says, and a click opens the place', async () => {
    const { world, companion, time } = await startDesktop()
    world.latest().window.focused = false
    companion.tell({ event: 'rows', company: 'maple', revision: 2, rows: [failedRow('101')], removed: [] })
    expect(world.notifications).toEqual([])
    time.pass(DAY + HOUR)
    expect(world.notifications.map(({ options }) => options.title)).toEqual([
      'Maple Renovations: 101 has been waiting for you for a day',
    ])
    world.close(world.latest().window)
    world.notifications[0]?.events.emit('click')
    expect(world.latest().window).toMatchObject({ visible: true, focused: true })
    expect(world.latest().window.page.sent.at(-1)).toEqual([
      'billdr:event',
      { event: 'open', company: 'maple', key: key('101') },
    ])
  })

  it('stay silent while the window is in front', async () => {
    const { world, companion, time } = await startDesktop({ rows: [failedRow('101')] })
    time.pass(2 * DAY)
    companion.tell({
      event: 'status',
      status: status({ lastPush: { at: 'now', sent: 3, failed: 0 }, counts: { ...noCounts(), failed: 1 } }),
    })
    expect(world.notifications).toEqual([])
  })

  it('remember over a restart what they said, and how long a document has waited', async () => {
    const folder = makeFolder()
    const time = new TestTime()
    const first = await startDesktop({ folder, time, rows: [failedRow('101')], options: { arguments: ['--hidden'] } })
    first.time.pass(DAY + HOUR)
    expect(first.world.notifications).toHaveLength(1)
    const second = await startDesktop({ folder, time, rows: [failedRow('101')], options: { arguments: ['--hidden'] } })
    expect(second.world.notifications).toEqual([])
    time.pass(2 * DAY)
    expect(second.world.notifications.map(({ options }) => [options.title, options.urgency])).toEqual([
      ['Maple Renovations: 101 has been waiting for you for 3 days', 'normal'],
    ])
  })

  it('are left out where the system has none', async () => {
    const { world, time } = await startDesktop({
      rows: [failedRow('101')],
      options: { arguments: ['--hidden'] },
      world: (made) => (made.notificationsSupported = false),
    })
    time.pass(2 * DAY)
    expect(world.notifications).toEqual([])
  })
})
