import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Environment } from '../qbo/addresses.ts'
import type { Grant, SignInOutcome } from '../qbo/sign-in.ts'
import type { Access } from './access.ts'
import type { PendingSignIn } from './company-connection.ts'
import { personHere } from '../system/person.ts'
import type { Company } from './company.ts'
import type { Result } from '../../shared/result.ts'

/** Loaded where somebody signs in: it brings the servers of Node and Intuit's library with it. */
function signIns(): Promise<typeof import('../qbo/sign-in.ts')> {
  return import('../qbo/sign-in.ts')
}

/** Begins a sign-in (rule X2). The address is for the person's browser; `finishConnect` waits for its end. */
export async function beginConnect(
  company: Company,
  environment: Environment,
  env: Readonly<Record<string, string | undefined>>,
  language: 'en' | 'fr',
): Promise<Result<{ authorizeUrl: string; notice: Problem | null }>> {
  const access = await company.connection.access(environment)
  if (!access.ok) return access
  const keys = await access.value.keys()
  if (!keys.ok) return keys
  company.connection.signIn?.started.cancel()
  const { redirectPortFrom, signIn } = await signIns()
  const started = await signIn({
    keys: keys.value,
    addresses: access.value.addresses,
    language,
    redirectPort: redirectPortFrom(env),
    expectedRealmId: company.profile.realmId,
    relayUrl: keys.value.relayUrl ?? null,
  })
  company.connection.signIn = { started, environment, ended: null }
  // Intuit sends the browser only to an address that it knows; the practice company takes any, a relay page finds the way.
  const wanted = redirectPortFrom(env)
  const isOther = started.port !== wanted && !keys.value.relayUrl && environment !== 'practice'
  const notice = isOther ? problem('redirect-port-taken', { wanted: String(wanted), port: String(started.port) }) : null
  return { ok: true, value: { authorizeUrl: started.authorizeUrl, notice } }
}

/**
 * Waits for the end of the sign-in and keeps what it granted. Another company than before needs a yes (`acceptOther`);
 * then the run under way ends first, the links to the old one are given up, and the mappings stay. Who waits for a sign-in
 * that another call waits for already gets its answer: one yes, and one grant that is kept or given back.
 */
export async function finishConnect(company: Company, acceptOther: boolean): Promise<Result> {
  const { signIn } = company.connection
  if (!signIn) return { ok: false, problem: problem('sign-in-failed', { reason: '' }) }
  return (signIn.ended ??= endSignIn(company, signIn, acceptOther))
}

async function endSignIn(company: Company, signIn: PendingSignIn, acceptOther: boolean): Promise<Result> {
  const { started, environment } = signIn
  const access = await company.connection.access(environment)
  if (!access.ok) return access
  const outcome: SignInOutcome = await started.finished
  if (company.connection.signIn === signIn) company.connection.signIn = null
  if (outcome.kind === 'failed') return { ok: false, problem: outcome.problem }
  if (outcome.kind === 'other-company' && !acceptOther) {
    await access.value.connection.decline(outcome.grant)
    return { ok: false, problem: outcome.problem }
  }
  const { realmId } = company.profile
  const keep = (): Promise<Result> => keepGrant(company, access.value, environment, outcome.grant)
  return realmId === null || realmId === outcome.grant.realmId ? keep() : company.betweenRuns(keep)
}

async function keepGrant(company: Company, access: Access, environment: Environment, grant: Grant): Promise<Result> {
  const before = company.profile.realmId
  const refused: Problem | null = await access.connection.accept(grant, {
    companyName: '',
    connectedBy: personHere() ?? '',
  })
  if (refused) return { ok: false, problem: refused }
  if (before !== null && before !== grant.realmId) await forgetLinks(company)
  await company.workspace.setProfile({
    environment,
    realmId: grant.realmId,
    connectedFor: company.profile.billdr?.id ?? null,
    connectionProblem: null,
    runTrouble: null,
    lookedAt: before === grant.realmId ? company.profile.lookedAt : null,
  })
  const quickbooks = await access.quickbooks(grant.realmId)
  const facts = await quickbooks.facts()
  if (facts.ok) {
    await access.connection.setCompanyName(facts.value.companyName)
    await company.workspace.setProfile({ quickbooksName: facts.value.companyName })
  }
  // Practice signs in anew at every start; that is nobody's decision.
  if (environment !== 'practice' || before !== grant.realmId) {
    await company.workspace.noteDecision('connected', { params: { realmId: grant.realmId, environment } })
  }
  await company.connection.state()
  return facts.ok ? { ok: true, value: null } : { ok: false, problem: facts.failure.problem }
}

/** The old company's ids mean nothing in another one. */
async function forgetLinks(company: Company): Promise<void> {
  await company.cache.clear()
  const { store } = company.workspace
  const tables = ['links', 'inFlight', 'refusals'] as const
  await store.commit(
    tables.flatMap((table) => [...store.table(table).keys()].map((id) => ({ table, id, value: undefined }))),
  )
}

/** Signs in to the practice company, which asks nobody: over the same addresses and the same code as to Intuit. */
export async function signInToPractice(company: Company, access: Access): Promise<Result> {
  const keys = await access.keys()
  if (!keys.ok) return keys
  const { signIn } = await signIns()
  const started = await signIn({
    keys: keys.value,
    addresses: access.addresses,
    expectedRealmId: null,
    redirectPort: 0,
    timeoutMs: 30_000,
  })
  const visited = await fetch(started.authorizeUrl).catch(() => null)
  if (!visited?.ok) {
    started.cancel()
    return { ok: false, problem: problem('sign-in-failed', { reason: 'practice' }) }
  }
  const outcome = await started.finished
  if (outcome.kind !== 'signed-in') return { ok: false, problem: outcome.problem }
  return keepGrant(company, access, 'practice', outcome.grant)
}

/** Revokes and forgets the tokens; mappings, links and history stay. */
export async function disconnect(company: Company): Promise<Result> {
  const access = await company.connection.access()
  if (!access.ok) return access
  const ended = await access.value.connection.disconnect()
  await company.workspace.setProfile({ environment: null })
  await company.workspace.noteDecision('disconnected', { params: { revoked: String(ended.revoked) } })
  await company.connection.state()
  return ended.problem ? { ok: false, problem: ended.problem } : { ok: true, value: null }
}
