import type { CompanyStatus } from '../../shared/status.ts'
import type { RunCounts } from '../../shared/run-sentence.ts'
import type { RunSummary } from '../../shared/runs.ts'
import type { Company } from './company.ts'
import { signedMonths } from './months.ts'
import { runSince } from './runs.ts'
import type { PushReport } from './sync.ts'

type LastPush = NonNullable<CompanyStatus['lastPush']>

/**
 * What is told of a run that has ended: how many steps went and were refused, what it did, and the signed months in which
 * something is otherwise than it was told before. `startedAt`: ISO instant since which the run can have begun.
 */
export async function lastPushOf(company: Company, push: PushReport, startedAt: string): Promise<LastPush> {
  const run = runSince(company.workspace, startedAt)
  const months = await changedAnew(company)
  return {
    at: company.now.toISOString(),
    sent: push.sent,
    failed: push.refused,
    ...(run && { did: countsOf(run) }),
    ...(months.length > 0 && { months }),
  }
}

function countsOf({ created, overwritten, voided, deleted, linked, receipts, refused }: RunSummary): RunCounts {
  return { created, overwritten, voided, deleted, linked, receipts, refused }
}

async function changedAnew(company: Company): Promise<NonNullable<LastPush['months']>> {
  const { store } = company.workspace
  const news = signedMonths(company).flatMap(({ month, by, changedSince }) => {
    const stored = store.table('signatures').get(month)
    const told = changedSince.toSorted().join('\n')
    return stored && told !== (stored.told ?? '') ? [{ month, by, told, stored }] : []
  })
  if (news.length > 0)
    await store.commit(
      news.map(({ month, told, stored }) => ({ table: 'signatures', id: month, value: { ...stored, told } }) as const),
    )
  return news.flatMap(({ month, by, told }) => (told === '' ? [] : [{ month, by }]))
}
