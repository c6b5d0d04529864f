import { createInterface } from 'node:readline'
import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { problem } from '../shared/problem.ts'
import type { Words } from '../shared/words/index.ts'
import { wordsFor } from '../shared/words/index.ts'
import { openCompanion } from './companion/companion.ts'
import type { Company } from './companion/company.ts'
import { dataFolderFor } from './store/data-folder.ts'
import { copyForReading } from './store/reading-copy.ts'
import { safeText } from './terminal/safe-text.ts'
import { audit } from './terminal/audit-command.ts'
import { followFirmSettings } from './system/firm-settings.ts'
import * as commands from './terminal/commands.ts'
import { exportColumns, importColumns, showColumns } from './terminal/columns-command.ts'
import type { CommandContext } from './terminal/commands.ts'
import { health } from './terminal/health-command.ts'
import { months, signMonths, unsignMonths } from './terminal/months-command.ts'
import { EXIT, problemText, recoveredText } from './terminal/output.ts'
import type { Terminal } from './terminal/output.ts'
import { queue } from './terminal/queue-command.ts'
import { runs, undo } from './terminal/runs-command.ts'
import { letGoAtTheEnd, stopped } from './terminal/stopped.ts'
import { onAllCompanies, watchAllCompanies } from './terminal/all-companies.ts'
import { sync } from './terminal/sync-command.ts'

/** The headless command: composes the companion for a terminal. */

interface CommonOptions {
  dataDir?: string
  takeOver?: boolean
  company?: string
  json?: boolean
  lang?: 'en' | 'fr'
}

type Work = (context: CommandContext) => number | Promise<number>
type CompanyWork = (context: CommandContext, company: Company) => number | Promise<number>

/** Whoever reads may have had enough (`queue | head`): the command goes on to its end, in silence, and with its own code. */
const closed = new Set<NodeJS.WriteStream>()
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed.add(stream)
  })

function write(stream: NodeJS.WriteStream, text: string): void {
  if (!closed.has(stream)) stream.write(safeText(text))
}

const terminal: Terminal = {
  out: (text) => write(process.stdout, text),
  error: (text) => write(process.stderr, text),
  progress(text) {
    if (!process.stderr.isTTY) return
    process.stderr.write(`\r\x1b[K${text ?? ''}`)
  },
  ...(process.stdin.isTTY && {
    async ask(question: string) {
      const asking = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await new Promise<string>((resolve) => asking.question(`${question} `, resolve))
      asking.close()
      return /^(y|yes|o|oui)$/i.test(answer.trim())
    },
  }),
}

const OPEN_ELSEWHERE: ReadonlySet<string> = new Set(['data-folder-busy', 'data-folder-elsewhere'])

/**
 * Runs a command on the data folder, which is its own as long as it runs. One that only reads (`reads`) does so while the
 * app or a watching sync works on it, too.
 */
async function onFolder(options: CommonOptions, work: Work, reads = false): Promise<number> {
  const chosen = dataFolderFor(options.dataDir)
  if (!chosen.ok) {
    terminal.error(problemText(wordsIn(options, 'en'), chosen.problem))
    return EXIT.couldNotRun
  }
  const dataFolder = chosen.value
  const opened = await openCompanion({
    dataFolder,
    version: manifest.version,
    readOnly: reads,
    takeOver: options.takeOver ?? false,
  })
  if (!opened.ok) {
    const copy = reads && OPEN_ELSEWHERE.has(opened.problem.code) ? await copyForReading(dataFolder) : null
    if (copy) return onFolder({ ...options, dataDir: copy.folder }, work).finally(copy.remove)
    terminal.error(problemText(wordsIn(options, 'en'), opened.problem))
    return EXIT.couldNotRun
  }
  const { companion } = opened
  letGoAtTheEnd(() => companion.lock.release())
  const words = wordsIn(options, companion.language())
  companion.onFault = (company, where) => terminal.error(`${company}: ${where}\n`)
  void companion.lock.lost.then(() => {
    terminal.error(problemText(words, problem('data-folder-busy', { folder: dataFolder, pid: 0, host: '' })))
    process.exit(EXIT.couldNotRun)
  })
  const { recovered, trouble } = companion
  // What only looks is shown, and why nothing is kept beside it; whatever would change something is refused.
  if (trouble) terminal.error(problemText(words, trouble))
  if (trouble && !reads) {
    await companion.close()
    return EXIT.couldNotRun
  }
  if (recovered) terminal.error(recoveredText(words, recovered.problem, recovered.foundAgain))
  try {
    return await work({ terminal, companion, json: options.json ?? false, words })
  } finally {
    await companion.close()
  }
}

function wordsIn(options: CommonOptions, language: 'en' | 'fr'): Words {
  return wordsFor(options.lang ?? language)
}

/** A company's own words, and its end with that of the program. */
function inItsWords(options: CommonOptions, work: CompanyWork): CompanyWork {
  return (context, company) => {
    void stopped.then(() => company.stop())
    const { language } = company.workspace.settings()
    const words = options.lang === undefined && language ? wordsFor(language) : context.words
    return work({ ...context, words }, company)
  }
}

async function onCompany(options: CommonOptions, work: CompanyWork, reads: boolean): Promise<number> {
  return onFolder(
    options,
    async (context) => {
      const ids = context.companion.companyIds()
      const id = options.company ?? (ids.length === 1 ? ids[0] : undefined)
      if (id === undefined) throw new commands.WrongUsage(context.words.t('terminal.whichCompany'))
      const company = await context.companion.company(id)
      if (!company.ok) {
        terminal.error(problemText(context.words, company.problem))
        return EXIT.couldNotRun
      }
      return inItsWords(options, work)(context, company.value)
    },
    reads,
  )
}

function program(finish: (code: number) => void): Command {
  const root = new Command('billdr-qbo').description('Carries Billdr PRO documents into QuickBooks Online, once each.')
  root.version(manifest.version)
  root.exitOverride().showHelpAfterError(false)

  function command(usage: string, description: string): Command {
    return root
      .command(usage)
      .description(description)
      .exitOverride()
      .option('--data-dir <dir>', 'where the program keeps its data')
      .option('--company <id>', 'which company')
      .option('--take-over', 'take the data folder over from a computer that no longer works on it')
      .option('--json', 'one JSON document on standard output')
      .option('--lang <language>', 'en or fr', (value) => {
        if (value !== 'en' && value !== 'fr') throw new commands.WrongUsage('--lang en|fr')
        return value
      })
  }
  /** An action whose last arguments are the options and the command itself. */
  function onCompanyDo(
    made: Command,
    work: (
      context: CommandContext,
      company: Company,
      options: Record<string, unknown>,
      args: unknown[],
    ) => number | Promise<number>,
    reads: (options: Record<string, unknown>, args: unknown[]) => boolean = () => false,
  ): void {
    made.action(async (...passed: unknown[]) => {
      const options = passed.at(-2) as CommonOptions & Record<string, unknown>
      const args = passed.slice(0, -2)
      const one: CompanyWork = (context, company) => work(context, company, options, args)
      // Only commands that can be about all companies are made by `ofAll`; for the others "--all" is about documents.
      if (everyCompany.has(made) && options['all'] === true) {
        if (options.company !== undefined) throw new commands.WrongUsage('--company <id> | --all')
        const over = options['watch'] === true ? watchAllCompanies : onAllCompanies
        const all: Work = (context) => over(context, inItsWords(options, one))
        finish(await onFolder(options, all, reads(options, args)))
        return
      }
      finish(await onCompany(options, one, reads(options, args)))
    })
  }
  const everyCompany = new Set<Command>()
  /** A command that also goes over every company of the data folder. */
  function ofAll(made: Command): Command {
    everyCompany.add(made)
    return made.option('--all', 'every company of the data folder')
  }

  command('companies', 'lists the companies of this data folder').action(async (options: CommonOptions) =>
    finish(await onFolder(options, commands.companies, true)),
  )

  root
    .command('add-company')
    .description('makes a company; its source is checked at once')
    .exitOverride()
    .requiredOption('--id <id>', 'the company’s id')
    .requiredOption('--source <source>', 'a folder, a zip or an http address')
    .option('--source-key-env <name>', 'the environment variable with the key of the local API')
    .option('--allow-host <host>', 'a host of the local API beyond this computer and the private network')
    .option('--data-dir <dir>')
    .option('--company <id>')
    .option('--json')
    .option('--lang <language>')
    .action(
      async (options: CommonOptions & { id: string; source: string; sourceKeyEnv?: string; allowHost?: string }) =>
        finish(await onFolder(options, (context) => commands.addCompany(context, options))),
    )

  onCompanyDo(
    command('connect', 'signs in to QuickBooks')
      .option('--no-browser', 'print the address and wait')
      .option('--other-company', 'yes to another QuickBooks company than before'),
    (context, company, options) =>
      commands.connect(context, company, {
        browser: options['browser'] !== false,
        otherCompany: options['otherCompany'] === true,
      }),
  )
  onCompanyDo(
    command('disconnect', 'revokes and forgets the tokens; mappings and history stay'),
    commands.disconnectCompany,
  )
  onCompanyDo(
    command('mapping <export|import> <file>', 'saves or takes the mappings'),
    (context, company, _options, [what, file]) => {
      if (what !== 'export' && what !== 'import') throw new commands.WrongUsage('mapping export|import <file.json>')
      return commands.mapping(context, company, what, String(file))
    },
    (_options, [what]) => what === 'export',
  )
  onCompanyDo(
    command('columns <export|import|show> [file]', 'how the columns of CSV and Excel tables are read'),
    (context, company, _options, [what, file]) => {
      if (what === 'show') return showColumns(context, company)
      if ((what !== 'export' && what !== 'import') || typeof file !== 'string')
        throw new commands.WrongUsage('columns show | export <file.json> | import <file.json>')
      return what === 'export' ? exportColumns(context, company, file) : importColumns(context, company, file)
    },
    (_options, [what]) => what !== 'import',
  )
  onCompanyDo(
    command('settings', 'shows or sets settings').option('--set <key=value...>', 'one or more settings'),
    (context, company, options) => commands.settings(context, company, (options['set'] as string[] | undefined) ?? []),
    (options) => options['set'] === undefined,
  )
  onCompanyDo(command('preview', 'says what would be sent, sending nothing'), commands.preview)
  onCompanyDo(
    ofAll(command('sync', 'reads the source and pushes what can go').option('--watch', 'go on until stopped')),
    (context, company, options) => sync(context, company, { watch: options['watch'] === true, stopped }),
  )
  onCompanyDo(
    ofAll(command('status', 'counts by state, the connection, the last read and push')),
    commands.status,
    () => true,
  )
  onCompanyDo(
    ofAll(
      command('queue', 'the documents with state, problem and what to do').option('--state <state>', 'only this state'),
    ),
    (context, company, options) => queue(context, company, options['state'] as string | undefined),
    () => true,
  )
  onCompanyDo(
    command('confirm [guard]', 'says yes to what a guard holds back').option('--all'),
    (context, company, options, [guard]) => {
      if (!options['all'] && typeof guard !== 'string') throw new commands.WrongUsage('confirm <guard id> | --all')
      return commands.confirm(context, company, options['all'] ? 'all' : String(guard))
    },
  )
  onCompanyDo(
    command('retry [keys...]', 'sends again what was refused').option('--all'),
    (context, company, options, [keys]) => {
      const wanted = Array.isArray(keys) ? keys.map(String) : []
      if (!options['all'] && wanted.length === 0) throw new commands.WrongUsage('retry <key…> | --all')
      return commands.retry(context, company, options['all'] ? 'all' : commands.keysFrom(context, wanted))
    },
  )
  onCompanyDo(
    command('ignore <key>', 'leaves a document out, with a reason').requiredOption('--reason <text>'),
    (context, company, options, [key]) =>
      commands.ignore(context, company, oneKey(context, key), String(options['reason'])),
  )
  onCompanyDo(command('unignore <key>', 'takes an ignored document back'), (context, company, _options, [key]) =>
    commands.unignore(context, company, oneKey(context, key)),
  )
  onCompanyDo(
    command('link <key> <quickbooksId>', 'links a document to one that QuickBooks has').option(
      '--yes',
      'also where it is of another party or amount',
    ),
    (context, company, options, [key, id]) =>
      commands.linkKey(context, company, oneKey(context, key), String(id), options['yes'] === true),
  )
  onCompanyDo(
    command('candidates <key>', 'documents in QuickBooks that could be this one, likeliest first'),
    (context, company, _options, [key]) => commands.candidates(context, company, oneKey(context, key)),
    () => true,
  )
  onCompanyDo(
    command('approve [keys...]', 'sends what may be in QuickBooks already: it is another one').option('--all'),
    (context, company, options, [keys]) => {
      const wanted = Array.isArray(keys) ? keys.map(String) : []
      if (!options['all'] && wanted.length === 0) throw new commands.WrongUsage('approve <key…> | --all')
      return commands.approve(context, company, options['all'] ? 'all' : commands.keysFrom(context, wanted))
    },
  )
  onCompanyDo(
    command('unlink <key>', 'drops a link; nothing is changed in QuickBooks'),
    (context, company, _options, [key]) => commands.unlinkKey(context, company, oneKey(context, key)),
  )
  onCompanyDo(
    command('renumber <key>', 'sends a document under the next free number'),
    (context, company, _options, [key]) => commands.renumber(context, company, oneKey(context, key)),
  )
  for (const what of ['create-anew', 'overwrite', 'keep-theirs'] as const) {
    onCompanyDo(command(`${what} <key>`, ABOUT[what]), (context, company, _options, [key]) =>
      commands.act(context, company, oneKey(context, key), what),
    )
  }
  for (const what of ['same-record', 'another-record'] as const) {
    onCompanyDo(command(`${what} [keys...]`, ABOUT[what]).option('--all'), (context, company, options, [keys]) => {
      const wanted = Array.isArray(keys) ? keys.map(String) : []
      if (!options['all'] && wanted.length === 0) throw new commands.WrongUsage(`${what} <key…> | --all`)
      const which = options['all'] ? 'all' : commands.keysFrom(context, wanted)
      return commands.sayWhichRecords(context, company, which, what)
    })
  }
  onCompanyDo(command('runs', 'what each run did, newest first'), runs, () => true)
  onCompanyDo(
    command('undo <what>', 'takes a run, or the last write to a document, back')
      .option('--dry-run', 'list the steps and send nothing')
      .option('--yes', 'do not ask'),
    (context, company, options, [what]) =>
      undo(context, company, String(what), { dryRun: options['dryRun'] === true, yes: options['yes'] === true }),
  )
  onCompanyDo(
    ofAll(
      command('months [what] [month]', 'each month held against QuickBooks, explained to zero; months sign|unsign')
        .option('--month <YYYY-MM>', 'only this month', isoMonth)
        .option('--fresh', 'read the months from QuickBooks by date first')
        .option('--csv <file>', 'write it for a spreadsheet')
        .option('--pdf <file>', 'write it as a report')
        .option('--by <name>', 'who signs'),
    ),
    (context, company, options, [what, month]) => {
      if (what === undefined)
        return months(context, company, {
          month: options['month'] as string | undefined,
          fresh: options['fresh'] === true,
          csv: options['csv'] as string | undefined,
          pdf: options['pdf'] as string | undefined,
        })
      const by = typeof options['by'] === 'string' ? options['by'].trim() : ''
      if (what === 'sign' && by !== '') return signMonths(context, company, isoMonth(String(month)), by)
      if (what === 'unsign') return unsignMonths(context, company, isoMonth(String(month)))
      throw new commands.WrongUsage('months sign <YYYY-MM> --by <name> | months unsign <YYYY-MM>')
    },
    (options, [what]) => what === undefined && options['fresh'] !== true,
  )
  onCompanyDo(command('health', 'names the settings of QuickBooks that cause trouble, and why'), health)
  onCompanyDo(
    command('audit', 'every request that changed QuickBooks and every decision')
      .option('--verify', 'check the history')
      .option('--csv', 'as CSV'),
    (context, company, options) =>
      audit(context, company, { verify: options['verify'] === true, csv: options['csv'] === true }),
    () => true,
  )
  return root
}

function isoMonth(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new commands.WrongUsage('a month is written YYYY-MM')
  return text
}

const ABOUT = {
  'create-anew': 'creates a record again, or beside one that looks like it',
  'same-record': 'takes a record under a rewritten id for the one that was sent',
  'another-record': 'takes a record under a like id for one of its own',
  overwrite: 'lets Billdr’s version replace what was changed in QuickBooks',
  'keep-theirs': 'keeps what was changed in QuickBooks',
} as const

function oneKey(context: CommandContext, text: unknown): ReturnType<typeof commands.keysFrom>[number] {
  const [key] = commands.keysFrom(context, [String(text)])
  if (!key) throw new commands.WrongUsage(String(text))
  return key
}

async function main(): Promise<number> {
  followFirmSettings()
  let code: number = EXIT.well
  try {
    await program((finished) => {
      code = finished
    }).parseAsync(process.argv)
  } catch (error) {
    if (error instanceof commands.WrongUsage) {
      terminal.error(`${error.message}\n`)
      return EXIT.wrongUsage
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.well : EXIT.wrongUsage
    terminal.error(`${error instanceof Error ? error.message : 'unexpected failure'}\n`)
    return EXIT.couldNotRun
  }
  return code
}

process.exitCode = await main()
