import { resolve } from 'node:path'
import type { DocumentKey } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'
import { cents, jsonNumberOf } from '../../shared/money.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import { overallWord } from '../../shared/overall-state.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import { parseSetting } from '../../shared/settings.ts'
import type { Words } from '../../shared/words/index.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { sourceProblems } from '../../shared/status.ts'
import { inLine } from './safe-text.ts'
import { locationAsTyped } from '../billdr/location.ts'
import type { Companion } from '../companion/companion.ts'
import type { Company } from '../companion/company.ts'
import type { Result } from '../../shared/result.ts'
import { beginConnect, disconnect, finishConnect } from '../companion/connect.ts'
import * as decisions from '../companion/decisions.ts'
import * as actions from '../companion/document-actions.ts'
import { asksForYes, candidatesOf, sendAnyway } from '../companion/entered.ts'
import { isLockedThere } from '../plan/locked.ts'
import { otherRecords, sameRecords } from '../companion/rewritten.ts'
import { statusOfUnopened } from '../companion/unopened.ts'
import { errorCode } from '../store/file-system.ts'
import { openInBrowser } from './browser.ts'
import type { Terminal } from './output.ts'
import {
  EXIT,
  Listed,
  countsText,
  guardText,
  printJson,
  problemText,
  rowJson,
  statusJson,
  wordedProblem,
} from './output.ts'
import { readFile, writeFile } from '../system/files.ts'

/** What every command gets. */
export interface CommandContext {
  terminal: Terminal
  words: Words
  companion: Companion
  json: boolean
}

/** The command line was wrong in a way that only the command can see. */
export class WrongUsage extends Error {}

function failed(context: CommandContext, why: Parameters<Words['problem']>[0]): number {
  context.terminal.error(problemText(context.words, why))
  return EXIT.couldNotRun
}

/** Prints what came of a decision. */
function printResult(context: CommandContext, done: Result<unknown>, result: Record<string, unknown> = {}): number {
  if (!done.ok) return failed(context, done.problem)
  if (context.json) printJson(context.terminal, { ok: true, ...result })
  return EXIT.well
}

/** Lists every company; one whose data cannot be opened stands beside the others with what is wrong, and the status says so. */
export async function companies(context: CommandContext): Promise<number> {
  const { companion, terminal, words, json } = context
  const listed: { status: CompanyStatus; problem: Problem | null }[] = []
  for (const id of companion.companyIds()) {
    const opened = await companion.company(id)
    if (opened.ok) await opened.value.connection.state()
    const why = opened.ok ? null : opened.problem
    const status = opened.ok
      ? opened.value.status()
      : statusOfUnopened({ ...companion.about(id), problem: opened.problem })
    listed.push({ status, problem: why })
  }
  if (json) {
    printJson(
      terminal,
      listed.map(({ status, problem: why }) => ({
        id: status.companyId,
        name: status.name,
        source: status.source.location,
        connection: status.connection.state,
        counts: status.counts,
        ...(why && { problem: wordedProblem(words, why) }),
      })),
    )
  }
  for (const { status, problem: why } of listed) {
    if (!json) terminal.out(`${status.companyId}\t${inLine(status.name)}\t${inLine(status.source.location)}\n`)
    if (why) terminal.error(`${status.companyId}: ${problemText(words, why)}`)
  }
  return listed.some(({ problem: why }) => why !== null) ? EXIT.couldNotRun : EXIT.well
}

export async function addCompany(
  context: CommandContext,
  options: { id: string; source: string; sourceKeyEnv?: string; allowHost?: string },
): Promise<number> {
  const location = locationAsTyped(options.source, process.cwd())
  const isAddress = /^https?:/i.test(location)
  if (options.allowHost !== undefined && parseSetting(`allowedHost=${options.allowHost}`) === null)
    throw new WrongUsage('--allow-host <host or host:port>')
  const added = await context.companion.addCompany(options.id, {
    name: options.id,
    location,
    keyEnv: isAddress ? (options.sourceKeyEnv ?? 'BILLDR_API_KEY') : null,
    apiKey: null,
    ...(options.allowHost !== undefined && { allowedHost: options.allowHost }),
  })
  if (!added.ok) return failed(context, added.problem)
  const { name } = added.value.status()
  if (context.json) printJson(context.terminal, { id: options.id, name })
  else context.terminal.out(`${options.id}\t${inLine(name)}\n`)
  return EXIT.well
}

export async function connect(
  context: CommandContext,
  company: Company,
  options: { browser: boolean; otherCompany: boolean },
): Promise<number> {
  const environment = company.connection.environment()
  if (environment === 'practice') {
    const entered = await company.connection.quickbooks()
    if (!entered.ok && entered.problem.code !== 'not-connected') return failed(context, entered.problem)
    if (entered.ok) return connected(context, company)
  }
  const begun = await beginConnect(company, environment, context.companion.env, context.words.language)
  if (!begun.ok) return failed(context, begun.problem)
  const { notice } = begun.value
  if (notice) context.terminal.error(problemText(context.words, notice))
  const line = `authorize: ${begun.value.authorizeUrl}\n`
  // With --json nothing but the document goes to standard output.
  if (context.json) context.terminal.error(line)
  else context.terminal.out(line)
  if (options.browser) await openInBrowser(begun.value.authorizeUrl)
  const finished = await finishConnect(company, options.otherCompany)
  return finished.ok ? connected(context, company) : failed(context, finished.problem)
}

async function connected(context: CommandContext, company: Company): Promise<number> {
  const connection = await company.connection.state()
  if (context.json)
    printJson(context.terminal, {
      connection: { ...connection, problem: wordedProblem(context.words, connection.problem) },
    })
  else
    context.terminal.out(
      `${context.words.t('terminal.connected', { name: connection.companyName ?? '', realmId: connection.realmId ?? '' })}\n`,
    )
  return EXIT.well
}

export async function disconnectCompany(context: CommandContext, company: Company): Promise<number> {
  return printResult(context, await disconnect(company))
}

export async function mapping(
  context: CommandContext,
  company: Company,
  what: 'export' | 'import',
  file: string,
): Promise<number> {
  if (what === 'export') {
    const text = `${JSON.stringify(company.workspace.mappings(), null, 2)}\n`
    if (file === '-') {
      context.terminal.out(text)
      return EXIT.well
    }
    await writeFile(resolve(file), text)
    return printResult(context, { ok: true, value: null })
  }
  const read = await readMappings(file)
  if (!read.ok) return failed(context, read.problem)
  await decisions.setMappings(company, read.value)
  return printResult(context, { ok: true, value: null })
}

async function readMappings(file: string): Promise<Result<ReturnType<Company['workspace']['mappings']>>> {
  let value: unknown
  try {
    value = JSON.parse((await readFile(resolve(file), 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: false, problem: problem('mappings-missing', { file }) }
    // The system's own sentence names the place once more; its code says as much.
    return {
      ok: false,
      problem: problem('mappings-unreadable', { file, reason: code ?? (error instanceof Error ? error.message : '') }),
    }
  }
  const parsed = mappingsSchema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return {
    ok: false,
    problem: problem('mappings-unreadable', {
      file,
      reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    }),
  }
}

export async function settings(
  context: CommandContext,
  company: Company,
  assignments: readonly string[],
): Promise<number> {
  let change: Partial<Settings> = {}
  for (const assignment of assignments) {
    const parsed = parseSetting(assignment)
    if (!parsed) throw new WrongUsage(context.words.t('terminal.badSetting', { text: assignment }))
    change = { ...change, ...parsed }
  }
  if (assignments.length > 0) {
    const done = await decisions.setSettings(company, change)
    if (!done.ok) return failed(context, done.problem)
  }
  const now = company.workspace.settings()
  if (context.json) printJson(context.terminal, now)
  else for (const [name, value] of Object.entries(now)) context.terminal.out(`${name}=${value ?? ''}\n`)
  return EXIT.well
}

export async function preview(context: CommandContext, company: Company): Promise<number> {
  const read = await company.read()
  const refreshProblem = await company.refresh()
  company.replan()
  await company.connection.state()
  const { words } = context
  const going = [...company.plan.verdicts].filter(
    ([, verdict]) => verdict.operations.length > 0 || verdict.state === 'pending',
  )
  if (context.json) {
    printJson(context.terminal, {
      ...statusJson(words, company.status(), company.summary),
      notLooked: wordedProblem(words, refreshProblem),
      operations: new Listed(
        going.values().flatMap(([key, verdict]) =>
          (verdict.operations.length > 0
            ? verdict.operations
            : [{ kind: nextOperationKind(company, key), key, draft: verdict.draft }]
          ).map((step) => ({
            key,
            deed: step.kind,
            ...('type' in step ? { type: step.type } : {}),
            ...('draft' in step ? { draft: step.draft } : {}),
          })),
        ),
      ),
      documents: new Listed(
        company
          .rows()
          .values()
          .map((row) => rowJson(words, row, company.books?.facts.homeCurrency ?? null)),
      ),
    })
  } else {
    if (refreshProblem) context.terminal.error(problemText(words, refreshProblem))
    for (const [key, verdict] of going)
      context.terminal.out(
        `${key}\t${verdict.operations.map((step) => step.kind).join(', ') || nextOperationKind(company, key)}\n`,
      )
    if (company.rows().length > 0) context.terminal.out(`${countsText(words, company.status())}\n`)
  }
  const trouble = read ?? company.status().source.problem
  if (trouble && company.rows().length === 0) return failed(context, trouble)
  sayTrouble(context, trouble)
  return EXIT.well
}

/** What becomes of a record that has to wait for another one of the same run first. */
function nextOperationKind(company: Company, key: DocumentKey): 'create' | 'update' {
  const link = company.workspace.store.table('links').get(key)
  return link && !link.gone ? 'update' : 'create'
}

/** What is wrong with the source beside what it gave; in JSON the document says it. */
export function sayTrouble(context: CommandContext, trouble: Problem | null): void {
  if (trouble && !context.json) context.terminal.error(problemText(context.words, trouble))
}

/** The same of every command that says how a company stands: 2 where a row, the source or a guard needs a person. */
export function exitOf(company: Company): number {
  const { guards, needsYou, source } = company.status()
  return needsYou > 0 || guards.length > 0 || source.problem !== null ? EXIT.needsPerson : EXIT.well
}

export async function status(context: CommandContext, company: Company): Promise<number> {
  await company.connection.state()
  const now = company.status()
  const { words, terminal } = context
  if (context.json) printJson(terminal, statusJson(words, now, company.summary))
  else {
    terminal.out(
      `${now.name}: ${words.t(`overall.${overallWord(now)}`)}\n${countsText(words, now)}\n${words.t(`terminal.connection.${now.connection.state}`, { name: now.connection.companyName ?? '' })}\n`,
    )
    if (now.connection.problem) terminal.out(problemText(words, now.connection.problem))
    if (now.source.lastReadAt)
      terminal.out(`${words.t('terminal.lastRead', { at: words.instant(now.source.lastReadAt) })}\n`)
    for (const each of sourceProblems(now.source)) terminal.out(problemText(words, each))
    for (const guard of now.guards) terminal.out(guardText(words, now, guard))
  }
  return exitOf(company)
}

export async function confirm(context: CommandContext, company: Company, id: string): Promise<number> {
  const count = await decisions.confirmGuard(company, id)
  if (count === 0 && id !== 'all') return failed(context, problem('nothing-to-link', { key: id }))
  const { name } = company.status()
  if (!context.json) context.terminal.out(`${context.words.t('terminal.confirmed', { company: name, count })}\n`)
  return printResult(context, { ok: true, value: null }, { company: name, confirmed: count })
}

export function keysFrom(context: CommandContext, texts: readonly string[]): DocumentKey[] {
  return texts.map((text) => {
    if (!parseKey(text)) throw new WrongUsage(context.words.t('terminal.badKey', { text }))
    return text as DocumentKey
  })
}

export async function retry(context: CommandContext, company: Company, keys: DocumentKey[] | 'all'): Promise<number> {
  const done = await actions.retry(company, keys)
  return printResult(context, done, done.ok ? done.value : {})
}

export async function ignore(
  context: CommandContext,
  company: Company,
  key: DocumentKey,
  reason: string,
): Promise<number> {
  if (reason.trim() === '') throw new WrongUsage(context.words.t('terminal.reasonMissing'))
  return printResult(context, await actions.ignore(company, [key], reason))
}

export async function unignore(context: CommandContext, company: Company, key: DocumentKey): Promise<number> {
  return printResult(context, await actions.unignore(company, [key]))
}

export async function linkKey(
  context: CommandContext,
  company: Company,
  key: DocumentKey,
  quickbooksId: string,
  yes: boolean,
): Promise<number> {
  return printResult(context, await decisions.link(company, key, quickbooksId, { yes }))
}

/** Yes to sending documents of which something like it is in QuickBooks already. */
export async function approve(context: CommandContext, company: Company, keys: DocumentKey[] | 'all'): Promise<number> {
  const asking = company.rows().flatMap((row) => (asksForYes(row.problem) ? [row.key] : []))
  // What is reconciled, matched to the bank or filed goes by a yes that names it, never among others.
  const locked = company.rows().flatMap((row) => (row.problem && isLockedThere(row.problem.code) ? [row.key] : []))
  const wanted = keys === 'all' ? asking : keys
  const other = wanted.find((key) => !asking.includes(key) && !locked.includes(key))
  if (other) return failed(context, problem('nothing-to-link', { key: other }))
  const count = await sendAnyway(company, wanted)
  return printResult(context, { ok: true, value: null }, { count })
}

/** Says of records under a rewritten id that they are the same as before, or others; of one table where `keys` is its kind. */
export async function sayWhichRecords(
  context: CommandContext,
  company: Company,
  keys: DocumentKey[] | 'all',
  what: 'same-record' | 'another-record',
): Promise<number> {
  const asking = company.rows().flatMap((row) => (row.problem?.code === 'id-rewritten' ? [row.key] : []))
  const other = keys === 'all' ? undefined : keys.find((key) => !asking.includes(key))
  if (other) return failed(context, problem('nothing-to-link', { key: other }))
  const count = await (what === 'same-record' ? sameRecords : otherRecords)(company, keys)
  return printResult(context, { ok: true, value: null }, { count })
}

/** Documents in QuickBooks that could be this one, the likeliest first, with the command that links to each. */
export function candidates(context: CommandContext, company: Company, key: DocumentKey): number {
  const row = company.rows().find((each) => each.key === key)
  if (!row) return failed(context, problem('nothing-to-link', { key }))
  const { words, terminal } = context
  const found = candidatesOf(company, key)
  if (context.json) {
    printJson(
      terminal,
      new Listed(
        found.values().map(({ type, id, number, date, party, amount, measure, likely }) => ({
          type,
          id,
          number,
          date,
          party,
          amount: amount === null ? null : jsonNumberOf(cents(amount)),
          why: words.measure(measure, row.currency),
          likely,
        })),
      ),
    )
    return EXIT.well
  }
  for (const each of found) {
    const amount = each.amount === null ? '' : words.money(each.amount, row.currency)
    const about = [each.number ?? '', each.party ?? '', each.date === null ? '' : words.day(each.date), amount]
    terminal.out(
      `${each.type} ${each.id}\t${about.map(inLine).join('\t')}\t${words.measure(each.measure, row.currency)}\n`,
    )
  }
  return EXIT.well
}

export async function unlinkKey(context: CommandContext, company: Company, key: DocumentKey): Promise<number> {
  return printResult(context, await decisions.unlink(company, key))
}

export async function renumber(context: CommandContext, company: Company, key: DocumentKey): Promise<number> {
  const taken = await decisions.takeNextNumber(company, key)
  return printResult(context, taken, taken.ok ? { number: taken.value.number } : {})
}

export async function act(
  context: CommandContext,
  company: Company,
  key: DocumentKey,
  what: 'create-anew' | 'overwrite' | 'keep-theirs',
): Promise<number> {
  return printResult(context, await actions.act(company, key, what))
}
