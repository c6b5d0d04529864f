import type { BridgeHandlers } from '../../shared/bridge.ts'
import { locationAsTyped } from '../billdr/location.ts'
import { placesAt } from './places.ts'
import { noMappings } from '../../shared/mappings.ts'
import { problem } from '../../shared/problem.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { saveAppKeys } from '../qbo/app-keys.ts'
import { Secret } from '../qbo/secret.ts'
import { isSetByFirm, setByFirm } from '../system/firm-settings.ts'
import { personHere } from '../system/person.ts'
import { approve } from './approve.ts'
import { columnsAnswer, setColumnMapping } from './columns.ts'
import type { Company } from './company.ts'
import { beginConnect, disconnect, finishConnect } from './connect.ts'
import { createForCostCode } from './create-account.ts'
import * as decisions from './decisions.ts'
import * as actions from './document-actions.ts'
import { chooseSource, pause } from './company-decisions.ts'
import { StoreWriteError } from '../store/store.ts'
import type { Scheduler } from './scheduler.ts'
import { candidatesOf } from './entered.ts'
import { documentDetails } from './document-details.ts'
import { healthReport } from './health.ts'
import { activityOf } from './history.ts'
import { monthReport } from './month-report.ts'
import { monthsAnswer, sayNotFromBilldr, signMonth, unsignMonth } from './months.ts'
import { readMonths } from './read-months.ts'
import { booksLists, contactMatches, costCodeMatches } from './matches.ts'
import { documentsOfRun, runsOf } from './runs.ts'
import { networkHandlers } from './network.ts'
import { bringNextSample } from './sample.ts'
import { shownUndo, undoShown } from './take-back.ts'
import { statusOfUnopened } from './unopened.ts'
import type { Result } from '../../shared/result.ts'

const LOG_LINES_OF_A_REPORT = 200

function done<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** The handlers of the bridge contract, over one scheduler. Each answers with a value or a problem; none throws for what a person can do. */
export function handlersFor(scheduler: Scheduler): BridgeHandlers {
  /** The company of a call; an id that is not there is a problem like any other. */
  async function on<T>(id: string, work: (company: Company) => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    const company = scheduler.company(id)
    const why = scheduler.unopened(id)?.problem ?? problem('company-unknown', { id })
    // Whoever asks for a company that could not be opened has it tried again.
    if (!company) scheduler.syncSoon(id)
    return company ? orRefused(() => work(company)) : { ok: false, problem: why }
  }
  /** The same, and afterwards the company is synced out of turn: for all that changes what may go. */
  async function thenSync<T>(
    id: string,
    work: (company: Company) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const ended = await on(id, work)
    scheduler.syncSoon(id)
    return ended
  }
  function known(id: string): Company {
    const company = scheduler.company(id)
    if (!company) throw new Error('no such company')
    return company
  }

  return {
    async appInfo() {
      return {
        version: scheduler.options.version,
        host: scheduler.options.host,
        language: scheduler.companion.language(),
        keychain: scheduler.companion.secrets.waits?.isThere() ?? true,
        notice: scheduler.companion.folderNotice,
        byFirm: setByFirm(),
      }
    },
    ...networkHandlers(scheduler),
    async setLanguage({ language }) {
      if (isSetByFirm('language')) return { ok: false, problem: problem('set-by-firm') }
      return orRefused(async () => {
        await scheduler.companion.setLanguage(language)
        return done(null)
      })
    },
    async logTail() {
      return scheduler.companion.log.tail(LOG_LINES_OF_A_REPORT)
    },
    async companies() {
      return scheduler.statuses()
    },
    async addCompany({ name, location: typed, apiKey, practice }) {
      const id = freeId(scheduler, name)
      // Nothing of it is sent before a person has seen what the first run would send, and said yes.
      const location = locationAsTyped(typed)
      const about = { name, location, keyEnv: null, apiKey, paused: true }
      const added = await orRefused(() => scheduler.companion.addCompany(id, about))
      if (!added.ok) return added
      if (practice) await added.value.workspace.setProfile({ environment: 'practice' })
      await scheduler.follow(id)
      scheduler.tellCompanies()
      return done({ id })
    },
    async status({ company }) {
      const unopened = scheduler.unopened(company)
      return unopened ? statusOfUnopened(unopened) : scheduler.statusOf(known(company))
    },
    async rows({ company, since }) {
      const answer = scheduler.rowsSince(company, since)
      if (!answer) throw new Error('no such company')
      return answer
    },
    async document({ company, key }) {
      return scheduler.unopened(company) ? null : documentDetails(known(company), key)
    },
    attachment: ({ company, key, attachmentId }) =>
      on(company, async (found) => {
        const bytes = await found.source.attachment(key, attachmentId)
        if (!bytes.ok) return bytes
        const row = found
          .rows()
          .find((each) => each.key === key)
          ?.attachments.find((each) => each.id === attachmentId)
        return done({
          contentType: row?.contentType ?? 'application/octet-stream',
          base64: Buffer.from(bytes.value).toString('base64'),
        })
      }),
    syncNow: ({ company }) =>
      thenSync(company, (found) => {
        found.cache.markSettingsStale()
        return done(null)
      }),
    pause: ({ company, until }) => thenSync(company, (found) => pause(found, until)),
    retry: ({ company, keys }) =>
      thenSync(company, (found) => {
        found.cache.markSettingsStale()
        return actions.retry(found, keys)
      }),
    ignore: ({ company, keys, reason }) => on(company, (found) => actions.ignore(found, keys, reason)),
    unignore: ({ company, keys }) => thenSync(company, (found) => actions.unignore(found, keys)),
    approve: ({ company, keys }) => thenSync(company, (found) => approve(found, keys)),
    ignoreReceipt: ({ company, key, attachmentId }) =>
      on(company, async (found) => {
        await decisions.ignoreReceipt(found, key, attachmentId)
        return done(null)
      }),
    candidates: ({ company, key }) => on(company, (found) => done(candidatesOf(found, key, { all: true }))),
    link: ({ company, key, quickbooksId, yes }) =>
      thenSync(company, (found) => decisions.link(found, key, quickbooksId, { yes: yes ?? false })),
    unlink: ({ company, key }) => on(company, (found) => decisions.unlink(found, key)),
    act: ({ company, key, action }) => thenSync(company, (found) => actions.act(found, key, action)),
    confirmGuard: ({ company, guard }) =>
      thenSync(company, async (found) => {
        const count = await decisions.confirmGuard(found, guard)
        return done({ count })
      }),
    runs: ({ company }) => on(company, (found) => done(runsOf(found.workspace))),
    runDocuments: ({ company, run }) => on(company, async (found) => done(await documentsOfRun(found.workspace, run))),
    shownUndo: ({ company, target }) => on(company, (found) => shownUndo(found, target)),
    undo: ({ company, target, shown }) => on(company, (found) => undoShown(found, target, personHere() ?? '?', shown)),
    contacts: ({ company }) => on(company, (found) => done(contactMatches(found))),
    costCodes: ({ company }) => on(company, (found) => done(costCodeMatches(found))),
    booksLists: ({ company }) => on(company, (found) => done(booksLists(found))),
    health: ({ company }) => on(company, (found) => done(healthReport(found, scheduler.companion.folderNotice))),
    createForCostCode: ({ company, key, what, parent }) =>
      thenSync(company, (found) => createForCostCode(found, key, what, parent)),
    async mappings({ company }) {
      return scheduler.unopened(company) ? noMappings() : known(company).workspace.mappings()
    },
    setMappings: ({ company, mappings }) =>
      thenSync(company, async (found) => {
        await decisions.setMappings(found, mappings)
        return done(null)
      }),
    async settings({ company }) {
      return scheduler.unopened(company) ? defaultSettings() : known(company).workspace.settings()
    },
    setSettings: ({ company, settings }) =>
      thenSync(company, async (found) => {
        const change = Object.fromEntries(
          Object.entries(settings).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, value === '' ? undefined : value]],
          ),
        )
        const set = await decisions.setSettings(found, change)
        if (!set.ok) return set
        // How often and where it may be asked is said to a source when it is opened.
        found.source.reopen()
        await scheduler.watchSource(company)
        return set
      }),
    places: ({ at }) => placesAt(at),
    setSource: ({ company, location, apiKey }) =>
      thenSync(company, async (found) => {
        const chosen = await chooseSource(found, location, apiKey)
        if (!chosen.ok) return chosen
        await scheduler.watchSource(company)
        return done(null)
      }),
    columns: ({ company, draft }) => on(company, async (found) => done(await columnsAnswer(found, draft))),
    setColumns: ({ company, mapping }) =>
      thenSync(company, async (found) => {
        await setColumnMapping(found, mapping)
        await scheduler.watchSource(company)
        return done(null)
      }),
    connect: ({ company, environment }) =>
      on(company, async (found) => {
        if (environment === 'practice' && found.profile.environment !== 'practice')
          await found.betweenRuns(() => found.workspace.setProfile({ environment: 'practice' }))
        return beginConnect(found, environment, scheduler.companion.env, scheduler.companion.language())
      }),
    finishConnect: ({ company, address, acceptOtherCompany }) =>
      thenSync(company, async (found) => {
        const wrong = address === null ? null : ((await found.connection.signIn?.started.complete(address)) ?? null)
        if (wrong) return { ok: false, problem: wrong }
        const finished = await finishConnect(found, acceptOtherCompany)
        if (!finished.ok) return finished
        return done(await found.connection.state())
      }),
    disconnect: ({ company }) =>
      on(company, async (found) => {
        const ended = await disconnect(found)
        scheduler.tellCompanies()
        return ended
      }),
    async months({ company }) {
      return scheduler.unopened(company) ? { homeCurrency: null, months: [], marked: [] } : monthsAnswer(known(company))
    },
    readMonth: ({ company, month }) => on(company, (found) => readMonths(found, month, month)),
    signMonth: ({ company, month, by }) =>
      on(company, async (found) => {
        await (by === null ? unsignMonth(found, month) : signMonth(found, month, by))
        return done(null)
      }),
    notFromBilldr: ({ company, type, id, isSo }) =>
      on(company, async (found) => {
        await sayNotFromBilldr(found, type, id, isSo)
        return done(null)
      }),
    monthReport: ({ company, month, form }) =>
      on(company, async (found) =>
        done(await monthReport(found, month, form, wordsFor(scheduler.companion.language()))),
      ),
    async setAppKeys({ clientId, clientSecret, relayUrl }) {
      if (isSetByFirm('intuitClientId')) return { ok: false, problem: problem('set-by-firm') }
      for (const environment of ['production', 'sandbox'] as const) {
        // Test keys come back to this computer by themselves.
        const relay = environment === 'production' ? relayUrl : null
        const kept = await saveAppKeys(
          environment,
          { clientId, clientSecret: new Secret(clientSecret), relayUrl: relay },
          scheduler.companion.secrets,
          scheduler.companion.folderId,
        )
        if (!kept.ok) return kept
      }
      return done(null)
    },
    async activity({ company, limit }) {
      return scheduler.unopened(company) ? [] : activityOf(known(company).workspace.audit, limit)
    },
    open: ({ company, what }) =>
      on(company, async (found) => {
        if (typeof what === 'object' && 'help' in what)
          return done({ url: `help/${scheduler.companion.language()}/${what.help}.html` })
        const url =
          what === 'books'
            ? (scheduler.statusOf(found).practice?.booksUrl ?? null)
            : ((await documentDetails(found, what.document))?.quickbooksUrl ?? null)
        return url === null
          ? { ok: false, problem: problem('nothing-to-link', { key: what === 'books' ? 'books' : what.document }) }
          : done({ url })
      }),
    desktop: async () => null,
    setStartAtLogin: async () => ({ ok: false, problem: problem('desktop-only') }),
    checkForUpdates: async () => ({ ok: false, problem: problem('desktop-only') }),
    restartToUpdate: async () => ({ ok: false, problem: problem('desktop-only') }),
    setBetaUpdates: async () => ({ ok: false, problem: problem('desktop-only') }),
    nextSample: ({ company }) =>
      thenSync(company, async (found) => {
        await bringNextSample(found, scheduler.options.dataFolder, scheduler.options.samples)
        return done(null)
      }),
  }
}

/** What the disk refuses is an answer, as any other refusal. */
async function orRefused<T>(work: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StoreWriteError) return { ok: false, problem: error.problem }
    throw error
  }
}

/** An id for a company of this name: readable, and not in use. */
function freeId(scheduler: Scheduler, name: string): string {
  const base =
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|(?<!-)-+$/g, '')
      .slice(0, 60) || 'company'
  const taken = new Set(scheduler.companion.companyIds())
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
  return id
}
