import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { listIn, textIn } from '../entities/entity-fields.ts'
import { attachmentKey } from '../plan/attachments.ts'
import type { Link, SentAttachment } from '../plan/link.ts'
import { namesEntity, receiptsOn } from '../push/recognise.ts'
import type { PushChange } from '../push/records.ts'
import { linkChange } from '../push/records.ts'
import type { Entity, QuickBooks } from '../qbo/contract.ts'
import type { Workspace } from './workspace.ts'

/** From so many documents on, all receipts of the time are asked for at once. */
const ONE_BY_ONE = 3
/** By how much the clocks may differ, and an upload may have come before its link, ms. */
const EARLIER_MS = 24 * 3_600_000

/**
 * Proves that the receipts of these documents hang on them in QuickBooks, each by its id, with the name and size under which
 * it went. One that does not is held from then on (rule W2): nothing else tells that a person has removed it there.
 */
export async function proveReceipts(
  workspace: Workspace,
  quickbooks: QuickBooks,
  links: readonly [DocumentKey, Link][],
): Promise<Result> {
  const withReceipts = links.filter(([, link]) => !link.gone && Object.keys(link.attachments).length > 0)
  const there = await receiptsOf(quickbooks, withReceipts)
  if (!there.ok) return there
  for (const [key, link] of withReceipts) {
    for (const [attachmentId, sent] of Object.entries(link.attachments)) {
      if (hangsThere(there.value.get(sent.attachableId), link, sent)) continue
      // Lists are a moment behind: only the receipt itself says that it is gone.
      const now = await quickbooks.read('Attachable', sent.attachableId)
      if (!now.ok) return { ok: false, problem: now.failure.problem }
      if (!hangsThere(now.value ?? undefined, link, sent)) await hold(workspace, key, attachmentId, sent)
    }
  }
  return { ok: true, value: null }
}

async function receiptsOf(
  quickbooks: QuickBooks,
  links: readonly [DocumentKey, Link][],
): Promise<Result<Map<string, Entity>>> {
  const found = new Map<string, Entity>()
  const take = (entities: readonly Entity[]): void => {
    for (const entity of entities) found.set(entity.Id, entity)
  }
  if (links.length > ONE_BY_ONE) {
    const first = Math.min(...links.map(([, { linkedAt }]) => Date.parse(linkedAt)))
    const all = await quickbooks.query('Attachable', [
      { field: 'MetaData.CreateTime', operator: '>=', value: new Date(first - EARLIER_MS).toISOString() },
    ])
    if (all.ok) take(all.value)
    else if (all.failure.kind !== 'refused') return { ok: false, problem: all.failure.problem }
    if (all.ok) return { ok: true, value: found }
  }
  for (const [, { type, id }] of links) {
    const answer = await receiptsOn(quickbooks, type, id)
    if (!answer.ok) return { ok: false, problem: answer.failure.problem }
    take(answer.value)
  }
  return { ok: true, value: found }
}

function hangsThere(receipt: Entity | undefined, { type, id }: Link, { as }: SentAttachment): boolean {
  if (!receipt || !listIn(receipt, 'AttachableRef').some((each) => namesEntity(each, type, id))) return false
  return as === undefined || (textIn(receipt, 'FileName') === as.fileName && Number(receipt['Size']) === as.bytes)
}

async function hold(workspace: Workspace, key: DocumentKey, attachmentId: string, sent: SentAttachment): Promise<void> {
  const record = workspace.store.table('records').get(key)?.record
  const attachment =
    record && 'attachments' in record ? record.attachments.find(({ id }) => id === attachmentId) : undefined
  const fileName = attachment?.fileName ?? sent.as?.fileName ?? attachmentId
  await workspace.store.commitFrom((newest): PushChange[] => [
    ...linkChange(newest, key, ({ attachments: { [attachmentId]: _gone, ...others }, ...link }) => ({
      ...link,
      attachments: others,
    })),
    // Billdr may have taken it away as well.
    ...(attachment
      ? [
          {
            table: 'attachmentProblems',
            id: attachmentKey(key, attachmentId),
            value: problem('receipt-gone', { fileName, sha256: attachment.sha256 }),
          } as const,
        ]
      : []),
  ])
  await workspace.note({
    type: 'event',
    company: workspace.companyId,
    what: 'receipt-gone',
    key,
    params: { fileName },
  })
}
