import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import { cleanName } from '../plan/names.ts'
import { isExpenseAccount } from '../plan/accounts.ts'
import type { Entity } from '../qbo/contract.ts'
import { bodyHashOf, requestIdOf } from '../push/request-id.ts'
import type { Company } from './company.ts'
import type { Result } from '../../shared/result.ts'
import { setMappings } from './decisions.ts'

/**
 * Makes the account or item that a cost code asks for, because a person said so (rule K1), and maps the code to it.
 * `parent`: the account that it goes below, or, for an item, the income account that it sells to; by full name.
 */
export async function createForCostCode(
  company: Company,
  key: DocumentKey,
  what: 'account' | 'item',
  parent: string | null,
): Promise<Result> {
  const record = company.workspace.store.table('records').get(key)?.record
  if (record?.kind !== 'cost-code') return { ok: false, problem: problem('nothing-to-link', { key }) }
  const quickbooks = await company.connection.quickbooks()
  if (!quickbooks.ok) return quickbooks
  const name = cleanName(`${record.code} ${record.name}`)
  const type = what === 'account' ? ('Account' as const) : ('Item' as const)
  const body = what === 'account' ? accountBody(company, name, parent) : itemBody(company, name, parent)
  if (!body) return { ok: false, problem: problem('mapping-not-found', { name: parent ?? '' }) }
  const requestId = requestIdOf(quickbooks.value.realmId, [key, `create-${what}`, name, parent ?? ''])
  const answer = await quickbooks.value.write({ type, verb: 'create', body, requestId })
  await company.workspace.note({
    type: 'write',
    company: company.id,
    key,
    verb: 'create',
    entityType: type,
    requestId,
    bodyHash: bodyHashOf(body),
    intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid,
    outcome: answer.ok ? 'done' : answer.failure.kind,
    quickbooksId: answer.ok ? answer.value.Id : null,
    problemCode: answer.ok ? null : answer.failure.problem.code,
    params: {},
  })
  if (!answer.ok) return { ok: false, problem: answer.failure.problem }
  company.cache.took(type, answer.value as Entity)
  await company.cache.keep()
  const mappings = company.workspace.mappings()
  const costCodes = {
    ...mappings.costCodes,
    [record.id]: { ...mappings.costCodes[record.id], [what]: `id:${answer.value.Id}` },
  }
  await setMappings(company, { ...mappings, costCodes })
  return { ok: true, value: null }
}

function accountBody(company: Company, name: string, parent: string | null): Record<string, unknown> | null {
  if (parent === null) return { Name: name, AccountType: 'Cost of Goods Sold', AccountSubType: 'SuppliesMaterialsCogs' }
  const above = company.books?.accounts.find(
    (account) => account.active && isExpenseAccount(account) && account.fullName === parent,
  )
  return above ? { Name: name, AccountType: above.accountType, SubAccount: true, ParentRef: { value: above.id } } : null
}

function itemBody(company: Company, name: string, income: string | null): Record<string, unknown> | null {
  const account = company.books?.accounts.find(
    (each) => each.active && each.accountType === 'Income' && (income === null || each.fullName === income),
  )
  return account ? { Name: name, Type: 'Service', IncomeAccountRef: { value: account.id } } : null
}
