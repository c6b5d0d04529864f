import { cents, jsonNumberOf } from '../../shared/money.ts'
import type { Words } from '../../shared/words/index.ts'
import type { Company } from '../companion/company.ts'
import { historyEntryOf } from '../companion/history.ts'
import { csvFile, csvLine } from '../../shared/csv.ts'
import type { AuditAbout } from '../store/audit/audit-entry.ts'
import type { AuditCheck, AuditRecord } from '../store/audit/audit-log.ts'
import { inLine } from './safe-text.ts'
import type { CommandContext } from './commands.ts'
import { EXIT, printJson } from './output.ts'

/** Every request that changed QuickBooks and every decision, oldest first: who, what, number, party and amount. */
export async function audit(
  context: CommandContext,
  company: Company,
  options: { verify?: boolean; csv?: boolean },
): Promise<number> {
  const { audit: log } = company.workspace
  const { terminal, words } = context
  if (options.verify) {
    const check = await company.history.verify()
    if (context.json) printJson(terminal, check)
    else terminal.out(`${checkText(words, check)}\n`)
    return check.ok ? EXIT.well : EXIT.couldNotRun
  }
  if (options.csv) terminal.out(csvFile([COLUMNS.map((name) => words.t(`terminal.auditColumn.${name}`))]))
  const entries: Record<string, unknown>[] = []
  for await (const record of log.read()) {
    if (options.csv) terminal.out(csvRow(words, record))
    else if (context.json) entries.push(auditJson(words, record))
    else terminal.out(textRow(words, record))
  }
  if (context.json && !options.csv) printJson(terminal, entries)
  return EXIT.well
}

function checkText(words: Words, check: AuditCheck): string {
  if (!check.ok)
    return words.t('terminal.auditBroken', { line: check.line, why: words.t(`terminal.auditWhy.${check.why}`) })
  const whole = words.t('terminal.auditWhole', { count: check.count })
  const { seal } = check
  if (!seal) return `${whole}. ${words.t('terminal.auditKey.practice')}`
  if (seal.state !== 'sealed') return `${whole}. ${words.t(`terminal.auditKey.${seal.state}`)}`
  const isAll = seal.to >= check.count
  return `${whole}. ${isAll ? words.t('terminal.auditKey.sealed') : words.t('terminal.auditKey.sealedTo', { to: seal.to })}`
}

const COLUMNS = ['at', 'who', 'what', 'key', 'number', 'party', 'amount', 'currency', 'quickbooks', 'reason'] as const

/** An entry in its stable form, with all that is stored of it. */
function auditJson(words: Words, record: AuditRecord): Record<string, unknown> {
  const { seq, at, entry } = record
  const { about, ...stored } = entry
  return {
    seq,
    ...stored,
    at,
    who: whoOf(record),
    key: entry.key,
    did: historyEntryOf(record).event,
    number: about?.number ?? null,
    party: about?.party ?? null,
    amount: amountOf(about),
    currency: about?.currency ?? null,
    quickbooks: quickbooksOf(record),
    reason: reasonOf(words, record),
  }
}

/** A decimal number. */
function amountOf(about: AuditAbout | undefined): number | null {
  return about && about.amount !== null ? jsonNumberOf(cents(about.amount)) : null
}

/** "claire on BUREAU-2"; the program itself is "program on …". */
function whoOf({ entry }: AuditRecord): string {
  const who = entry.about?.person ?? (entry.type === 'decision' ? 'person' : 'program')
  return entry.about ? `${who} on ${entry.about.desktop}` : who
}

function quickbooksOf({ entry }: AuditRecord): AuditAbout['quickbooks'] {
  if (entry.type === 'write' && entry.quickbooksId !== null && entry.verb !== 'upload')
    return { type: entry.entityType, id: entry.quickbooksId }
  const { type, id } = entry.params
  if (typeof type === 'string' && id !== undefined && id !== null) return { type, id: String(id) }
  return entry.about?.quickbooks ?? null
}

/** A person's reason, or why QuickBooks refused. */
function reasonOf(words: Words, { entry }: AuditRecord): string | null {
  if (entry.type === 'decision') return entry.reason
  return entry.type === 'write' && entry.problemCode !== null ? words.reason(entry.problemCode) : null
}

function sentenceOf(words: Words, record: AuditRecord): string {
  const { event, params } = historyEntryOf(record)
  return words.history(event, params, { currency: record.entry.about?.currency ?? null })
}

/** For a spreadsheet: the time of this computer, and words. */
function csvRow(words: Words, record: AuditRecord): string {
  const { about, key } = record.entry
  const there = quickbooksOf(record)
  const cells = [
    words.instant(record.at),
    whoOf(record),
    sentenceOf(words, record),
    key,
    about?.number,
    about?.party,
    amountOf(about)?.toFixed(2),
    about?.currency,
    there && `${there.type} ${there.id}`,
    reasonOf(words, record),
  ]
  return csvLine(cells)
}

function textRow(words: Words, record: AuditRecord): string {
  const { about, key } = record.entry
  const amount = about && about.amount !== null ? words.money(about.amount, about.currency) : ''
  const cells = [record.at, whoOf(record), key ?? '', about?.number ?? '', about?.party ?? '', amount]
  return `${[...cells, sentenceOf(words, record)].map(inLine).join('\t')}\n`
}
