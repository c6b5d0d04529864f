import { ContextMenu } from 'radix-ui'
import type { MouseEvent, ReactNode } from 'react'
import { useState } from 'react'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAnnounce } from '../../parts/live-region/announce.tsx'
import { openBooks } from '../../parts/act/open-books.ts'
import menu from '../../parts/menu/menu.module.css'
import { useWords } from '../../words/context.tsx'
import { pastedCell } from '../../../shared/csv.ts'
import { amountOf, rowWords } from './row-words.ts'

/**
 * What the other mouse button, or the menu key, offers on a row: its number, its amount or both to paste elsewhere, and its
 * document in QuickBooks. `children` is the list; the row is found by its place in the page, and by `active` from the keyboard.
 */
export function RowMenu({
  company,
  rowOf,
  active,
  children,
}: {
  company: string
  rowOf: (key: DocumentKey) => QueueRow | null
  active: QueueRow | null
  children: ReactNode
}): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const announce = useAnnounce()
  const [row, setRow] = useState<QueueRow | null>(null)
  const amount = row && amountOf(row)
  const money = row === null || amount === null ? null : words.money(amount)

  function find(event: MouseEvent): void {
    const { target } = event
    const key = target instanceof Element ? target.closest('[data-key]')?.getAttribute('data-key') : null
    // The menu key asks at the list itself, for the row that the arrows moved to.
    const found = key
      ? rowOf(key as DocumentKey)
      : target instanceof Element && target.matches('[role=grid]')
        ? active
        : null
    setRow(found)
    // Nothing of ours to offer there: what the system has is shown.
    if (found === null) event.stopPropagation()
  }
  function copy(text: string): void {
    void navigator.clipboard.writeText(text).then(
      () => announce(words.t('window.rowMenu.copied', { text })),
      () => announce(words.t('window.rowMenu.notCopied')),
    )
  }

  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenuCapture={find}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        {row && (
          <ContextMenu.Content className={menu['menu']} aria-label={rowWords(row, words).title}>
            {row.number !== null && (
              <Line label={words.t('window.rowMenu.number')} onSelect={() => copy(row.number ?? '')} />
            )}
            {money !== null && <Line label={words.t('window.rowMenu.amount')} onSelect={() => copy(money)} />}
            {row.number !== null && money !== null && (
              <Line label={words.t('window.rowMenu.both')} onSelect={() => copy(`${row.number}\t${money}`)} />
            )}
            <Line label={words.t('window.rowMenu.row')} onSelect={() => copy(lineOf(row, money))} />
            {row.quickbooks && (
              <>
                <ContextMenu.Separator className={menu['line']} />
                <Line
                  label={words.t('window.rowMenu.open')}
                  onSelect={() => void openBooks(bridge, app, company, { document: row.key })}
                />
              </>
            )}
          </ContextMenu.Content>
        )}
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )

  /** As a spreadsheet takes it: one cell for each thing that the row shows. */
  function lineOf(one: QueueRow, shown: string | null): string {
    const { title, under, party, reason } = rowWords(one, words)
    return [title, under, party, one.date ?? '', shown ?? '', reason].map(pastedCell).join('\t')
  }
}

function Line({ label, onSelect }: { label: string; onSelect: () => void }): ReactNode {
  return (
    <ContextMenu.Item className={menu['item']} onSelect={onSelect}>
      {label}
    </ContextMenu.Item>
  )
}
