import { CircleCheck, Link2, LoaderCircle, SearchX, TriangleAlert, Users } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useMemo, useRef, useState } from 'react'
import type { BooksLists, ContactMatch } from '../../../shared/bridge.ts'
import { kindOf } from '../../../shared/kinds.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useLive, useRows } from '../../live/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { shownStateOf } from '../../rows/shown-state.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Count } from '../../parts/badge/count.tsx'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Page, SearchField, Segments } from '../../parts/page/page.tsx'
import type { Option } from '../../parts/picker/picker.tsx'
import { Picker } from '../../parts/picker/picker.tsx'
import { Suggestion } from '../../parts/picker/suggestion.tsx'
import { StateMark } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { problemLine } from '../queue/row-words.ts'
import { folded } from '../../rows/folded.ts'
import css from './contacts.module.css'

const KINDS = ['client', 'project', 'professional'] as const
type ContactKind = (typeof KINDS)[number]

/** Which contacts are shown. */
interface Choice {
  kind: ContactKind
  only: 'all' | 'missing'
  text: string
}

/** Billdr's contacts beside those of QuickBooks that they are, or could be (rules C1 to C3, V1). */
export function ContactsScreen({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const { rows } = useRows(company)
  // A contact's own rows tell when one was linked or created; the list is then read again.
  const signature = useMemo(
    () =>
      rows
        .filter((row) => row.kind === 'client' || row.kind === 'project' || row.kind === 'professional')
        .map((row) => `${row.key}${row.state}${row.quickbooks?.id ?? ''}`)
        .sort()
        .join(),
    [rows],
  )
  const [asked, ask] = useAsked(async () => {
    const [contacts, lists] = await Promise.all([bridge.contacts({ company }), bridge.booksLists({ company })])
    return { contacts, lists }
  }, `${company} ${status.listsTurn} ${signature}`)
  const [{ kind, only, text }, setChoice] = useState<Choice>({ kind: 'client', only: 'all', text: '' })
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  function choose(change: Partial<Choice>): void {
    setChoice((before) => ({ ...before, ...change }))
    setAt(0)
  }

  const title = words.t('screen.contacts.title')
  const answer = asked.value
  if (!answer) {
    return (
      <Page title={title}>
        {asked.phase === 'failed' ? (
          <Empty icon={<TriangleAlert />} title={words.t('screen.match.failed')}>
            <Button onClick={ask}>{words.t('window.empty.again')}</Button>
          </Empty>
        ) : (
          <div role="status">
            <Empty icon={<LoaderCircle />} title={words.t('screen.match.loading')} />
          </div>
        )}
      </Page>
    )
  }
  if (!answer.contacts.ok)
    return (
      <Page title={title}>
        <Empty
          icon={<TriangleAlert />}
          title={words.problem(answer.contacts.problem).title}
          text={words.problem(answer.contacts.problem).explanation}
        />
      </Page>
    )

  const all = answer.contacts.value
  const lists = answer.lists.ok && status.listsTurn !== null ? answer.lists.value : null
  const ofKind = all.filter((contact) => kindOf(contact.key) === kind)
  const missing = ofKind.filter((contact) => contact.linked === null)
  const wanted = folded(text)
  const shown = (only === 'missing' ? missing : ofKind).filter((contact) =>
    folded(`${contact.name} ${contact.email ?? ''} ${contact.linked?.name ?? ''}`).includes(wanted),
  )

  function move(event: KeyboardEvent): void {
    const item = event.target instanceof HTMLElement ? event.target.closest('li') : null
    if (!item || event.target !== item || event.ctrlKey || event.metaKey || event.altKey) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(shown.length - 1, to))
    setAt(next)
    const target = list.current?.children.item(next)
    if (target instanceof HTMLElement) target.focus()
  }

  return (
    <Page
      title={title}
      {...(all.length > 0 && {
        about: words.t('screen.match.progress', {
          done: all.filter((contact) => contact.linked).length,
          all: all.length,
        }),
      })}
      tools={
        <>
          <SearchField
            value={text}
            label={words.t('screen.match.searchLabel')}
            placeholder={words.t('screen.match.search')}
            onChange={(typed) => choose({ text: typed })}
          />
          <Segments
            label={title}
            value={kind}
            onChange={(chosen) => choose({ kind: chosen })}
            options={KINDS.map((each) => ({
              value: each,
              name: words.t(`screen.contacts.${each}`),
              count: (
                <Count
                  value={all.filter((contact) => kindOf(contact.key) === each && contact.linked === null).length}
                  tone="you"
                />
              ),
            }))}
          />
          <Segments
            label={words.t('screen.match.missing')}
            value={only}
            onChange={(chosen) => choose({ only: chosen })}
            options={[
              { value: 'all', name: words.t('screen.match.all') },
              { value: 'missing', name: words.t('screen.match.missing') },
            ]}
          />
        </>
      }
    >
      <div className={css['columns']} aria-hidden="true">
        <span>{words.t('screen.contacts.inBilldr')}</span>
        <span>{words.t('screen.contacts.inQuickBooks')}</span>
      </div>
      {shown.length === 0 ? (
        only === 'missing' && text === '' ? (
          <Empty icon={<CircleCheck />} title={words.t('screen.match.done')} text={words.t('screen.match.doneText')} />
        ) : text === '' ? (
          <Empty icon={<Users />} title={words.t('screen.contacts.none')} text={words.t('window.empty.allText')} />
        ) : (
          <Empty
            icon={<SearchX />}
            title={words.t('screen.match.nothing')}
            text={words.t('screen.match.nothingText')}
          />
        )
      ) : (
        <ul ref={list} className={css['list']} aria-label={words.t(`screen.contacts.${kind}`)} onKeyDown={move}>
          {shown.map((contact, place) => (
            <ContactItem
              key={contact.key}
              company={company}
              contact={contact}
              kind={kind}
              lists={lists}
              focusable={place === Math.min(at, shown.length - 1)}
              onFocus={() => setAt(place)}
              onChanged={ask}
            />
          ))}
        </ul>
      )}
      {shown.length > 0 && <p className={css['keys']}>{words.t('screen.contacts.keys')}</p>}
    </Page>
  )
}

function ContactItem({
  company,
  contact,
  kind,
  lists,
  focusable,
  onFocus,
  onChanged,
}: {
  company: string
  contact: ContactMatch
  kind: ContactKind
  lists: BooksLists | null
  focusable: boolean
  onFocus: () => void
  onChanged: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const row = useLive().rowsOf(company).row(contact.key)
  const act = useAct()
  const picker = useRef<HTMLButtonElement>(null)
  const creator = useRef<HTMLButtonElement>(null)
  const options = useMemo(
    (): Option[] | null =>
      lists &&
      (kind === 'professional'
        ? lists.vendors
        : lists.customers.filter((customer) => customer.isProject === (kind === 'project'))),
    [lists, kind],
  )
  const canCreate = row !== null && contact.linked === null && row.state !== 'syncing'
  const link = (id: string): void =>
    void act
      .run('link', () => bridge.link({ company, key: contact.key, quickbooksId: id }))
      .then((outcome) => outcome.done && onChanged())
  const create = (): void =>
    void act
      .run('create', () => bridge.act({ company, key: contact.key, action: 'create-anew' }))
      .then((outcome) => outcome.done && onChanged())
  const unlink = (): void =>
    void act
      .run('unlink', () => bridge.unlink({ company, key: contact.key }))
      .then((outcome) => outcome.done && onChanged())

  function keys(event: KeyboardEvent<HTMLLIElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey || act.busy !== null)
      return
    const [first] = contact.suggestions
    if (event.key === 'Enter' && first) link(first.id)
    // What is created stays in QuickBooks: one key leads to the button, and does not press it.
    else if (event.key.toLowerCase() === 'n' && canCreate) creator.current?.focus()
    else if (event.key.toLowerCase() === 'c') picker.current?.click()
    else return
    event.preventDefault()
  }

  return (
    <li
      className={css['item']}
      tabIndex={focusable ? 0 : -1}
      data-key={contact.key}
      data-linked={contact.linked !== null}
      onFocus={onFocus}
      onKeyDown={keys}
    >
      <div className={css['ours']}>
        <b dir="auto">{contact.name}</b>
        <span className="muted" dir="auto">
          {[kind === 'project' ? row?.party : null, contact.email].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div className={css['theirs']}>
        {contact.linked ? (
          <>
            <Link2 size={15} className={css['linked']} aria-hidden="true" />
            <span className={css['name']} dir="auto">
              <span className="out-of-sight">{words.t('screen.contacts.linked')}: </span>
              {contact.linked.name}
            </span>
            <Button variant="quiet" busy={act.busy === 'unlink'} onClick={unlink}>
              {words.t('screen.contacts.unlink')}
            </Button>
          </>
        ) : (
          <>
            {contact.suggestions.map((each) => (
              <Suggestion
                key={each.id}
                name={each.name}
                reason={each.reason}
                confidence={each.confidence}
                busy={act.busy !== null}
                onTake={() => link(each.id)}
              />
            ))}
            <div className={css['picker']}>
              <Picker
                ref={picker}
                label={words.t('screen.match.chooseFor', { name: contact.name })}
                chosen={null}
                options={options}
                busy={act.busy !== null}
                onChoose={(option) => link(option.id)}
              />
            </div>
            {canCreate && (
              <Button ref={creator} busy={act.busy === 'create'} onClick={create}>
                {words.t('screen.contacts.create')}
              </Button>
            )}
            {row && (
              <span className={css['state']}>
                <StateMark shownState={shownStateOf(row)} />
                <span className="muted">
                  {row.problem ? problemLine(row.problem, null, words) : words.t('screen.contacts.willBeCreated')}
                </span>
              </span>
            )}
          </>
        )}
      </div>
      <ActTrouble act={act} />
    </li>
  )
}
