import { Check, Circle, Download, LoaderCircle, ScrollText, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { csvFile } from '../../../shared/csv.ts'
import type { ActivityEntry } from '../../../shared/bridge.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { goneName } from '../../../shared/record-name.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Words } from '../../../shared/words/index.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Page, SearchField } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import { fullNameOf } from '../queue/row-words.ts'
import { folded } from '../../rows/folded.ts'
import css from './activity.module.css'
import { RunsSection } from './runs-section.tsx'

const SIGNS = { plain: Circle, good: Check, bad: TriangleAlert } as const
const LIMIT = 10_000
const PAGE = 300

interface Told {
  entry: ActivityEntry
  said: string
  record: string
  who: string
  amount: string
}

function toldOf(entry: ActivityEntry, rows: ReadonlyMap<string, QueueRow>, words: Words): Told {
  const row = entry.key === null ? null : (rows.get(entry.key) ?? null)
  return {
    entry,
    said: words.history(entry.event, entry.params, { currency: entry.about?.currency ?? row?.currency ?? null }),
    record: row ? fullNameOf(row, words) : entry.key === null ? '' : goneName(entry.key, entry.about ?? null, words),
    who: whoDid(entry, words),
    amount: amountOf(entry, words),
  }
}

/** "claire on BUREAU-2", or what the program did there. */
function whoDid({ who }: ActivityEntry, words: Words): string {
  if (!who) return ''
  return words.t('screen.activity.whoOn', {
    who: who.person ?? words.t('screen.activity.program'),
    desktop: who.desktop,
  })
}

function amountOf({ about }: ActivityEntry, words: Words): string {
  return about && about.amount !== null ? words.money(about.amount, about.currency) : ''
}

const DOERS = ['all', 'people', 'program', 'trouble'] as const

function isShown({ entry }: Told, doer: (typeof DOERS)[number]): boolean {
  if (doer === 'all') return true
  if (doer === 'trouble') return entry.tone === 'bad'
  return Boolean(entry.who?.person) === (doer === 'people')
}

function saveCsv(told: readonly Told[], name: string, words: Words): void {
  const head = [
    words.t('screen.activity.columnAt'),
    words.t('screen.activity.columnWho'),
    words.t('screen.activity.columnRecord'),
    words.t('months.csv.party'),
    words.t('window.comparison.amount'),
    words.t('screen.activity.columnWhat'),
    words.t('screen.activity.columnDetails'),
  ]
  const rows = told.map(({ entry, said, record, who, amount }) => [
    words.instant(entry.at),
    who,
    record,
    entry.about?.party ?? '',
    amount,
    said,
    entry.details ? JSON.stringify(entry.details) : '',
  ])
  // The mark at the start tells spreadsheets that the text is UTF-8.
  const address = URL.createObjectURL(new Blob([csvFile([head, ...rows])], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** What the program and the people did, newest first, in sentences. */
export function ActivityScreen({
  status,
  onShow,
}: {
  status: CompanyStatus
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const { rows } = useRows(company)
  const byKey = useMemo(() => new Map<string, QueueRow>(rows.map((row) => [row.key, row])), [rows])
  const [asked, ask] = useAsked(
    () => bridge.activity({ company, limit: LIMIT }),
    `${company} ${status.lastPush?.at ?? ''} ${status.progress.phase}`,
  )
  const [text, setText] = useState('')
  const [most, setMost] = useState(PAGE)
  const [doer, setDoer] = useState<(typeof DOERS)[number]>('all')
  const told = useMemo(
    () => (asked.value ?? []).map((entry) => toldOf(entry, byKey, words)),
    [asked.value, byKey, words],
  )
  const found = useMemo(() => {
    const wanted = folded(text).split(/\s+/).filter(Boolean)
    return told.filter(
      (each) =>
        isShown(each, doer) &&
        wanted.every((word) =>
          folded(
            `${each.said} ${each.record} ${each.who} ${each.entry.about?.party ?? ''} ${words.instant(each.entry.at)}`,
          ).includes(word),
        ),
    )
  }, [told, text, doer, words])

  const title = words.t('screen.activity.title')
  return (
    <Page
      title={title}
      {...(asked.value ? { about: words.t('screen.activity.count', { count: found.length }) } : {})}
      tools={
        <>
          <SearchField
            value={text}
            label={words.t('screen.activity.search')}
            placeholder={words.t('screen.activity.search')}
            onChange={setText}
          />
          <select
            value={doer}
            aria-label={words.t('screen.activity.filter')}
            onChange={(event) => setDoer(event.target.value as (typeof DOERS)[number])}
          >
            {DOERS.map((each) => (
              <option key={each} value={each}>
                {words.t(`screen.activity.doer.${each}`)}
              </option>
            ))}
          </select>
          <Button
            icon={<Download size={14} aria-hidden="true" />}
            disabled={found.length === 0}
            onClick={() => saveCsv(found, `${company}-activity.csv`, words)}
          >
            {words.t('screen.activity.export')}
          </Button>
        </>
      }
    >
      <RunsSection status={status} onShow={onShow} />
      {asked.phase === 'loading' && !asked.value && (
        <div role="status">
          <Empty icon={<LoaderCircle />} title={words.t('screen.activity.loading')} />
        </div>
      )}
      {asked.phase === 'failed' && !asked.value && (
        <Empty icon={<TriangleAlert />} title={words.t('screen.activity.failed')}>
          <Button onClick={ask}>{words.t('window.empty.again')}</Button>
        </Empty>
      )}
      {asked.value && found.length === 0 && (
        <Empty
          icon={<ScrollText />}
          title={words.t(text === '' ? 'screen.activity.nothing' : 'screen.match.nothing')}
        />
      )}
      <ol className={css['log']}>
        {found.slice(0, most).map(({ entry, said, record, who, amount }, place) => {
          const Sign = SIGNS[entry.tone]
          const day = localDay(entry.at)
          const before = found[place - 1]
          const { key } = entry
          return (
            <li key={place} data-tone={entry.tone}>
              {(!before || localDay(before.entry.at) !== day) && <h2>{words.day(day)}</h2>}
              <div className={css['entry']}>
                <time dateTime={entry.at} title={words.instant(entry.at)}>
                  {words.time(entry.at)}
                </time>
                <Sign size={entry.tone === 'plain' ? 8 : 14} aria-hidden="true" />
                {key !== null && byKey.has(key) ? (
                  <button
                    type="button"
                    className={css['record']}
                    dir="auto"
                    title={words.t('screen.activity.show', { name: record })}
                    onClick={() => onShow(key)}
                  >
                    {record}
                  </button>
                ) : (
                  <span className="muted clip" dir="auto">
                    {record}
                  </span>
                )}
                <span className={css['said']} dir="auto">
                  {said}
                  <span className="muted">
                    {[byKey.has(key ?? '') ? '' : (entry.about?.party ?? ''), amount, who]
                      .filter((part) => part !== '')
                      .map((part) => ` · ${part}`)
                      .join('')}
                  </span>
                </span>
              </div>
            </li>
          )
        })}
      </ol>
      {found.length > most && (
        <div className={css['more']}>
          <Button onClick={() => setMost(most + PAGE)}>{words.t('screen.activity.more')}</Button>
        </div>
      )}
    </Page>
  )
}

/** The day of an instant on this machine's calendar, as an ISO day. */
function localDay(iso: string): string {
  const date = new Date(iso)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
