import { isAsLeft } from '../entities/as-left.ts'
import { observedOf } from '../entities/observe.ts'
import type { Operation } from '../plan/input.ts'
import type { Ended } from './outcome.ts'
import { preparedAnew, sendFor } from './outcome.ts'
import type { PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'
import { leftAlone, refusedUndo, takenBack } from './undo.ts'

type UndoBillPayment = Extract<Operation, { kind: 'undo-bill-payment' }>

/** Deletes the payment by which we paid a bill; not where a person has edited it since. The bill is open again, and stays. */
export function undoBillPayment(tools: SendTools, operation: UndoBillPayment): Promise<StepResult> {
  return preparedAnew(() => undoOnce(tools, operation))
}

async function undoOnce(tools: SendTools, operation: UndoBillPayment): Promise<Ended> {
  const { key, id, left } = operation
  const now = await tools.quickbooks.read('BillPayment', id)
  if (!now.ok) return unsettled(now.failure)
  const entity = now.value
  if (entity === null) {
    const waiting = tools.records.get('inFlight', key)
    const isUnderWay = waiting?.deed === 'undo-bill-payment' && waiting.entityId === id
    return isUnderWay ? deleted(tools, operation) : { end: 'replan' }
  }
  if (!isAsLeft(entity, left)) return leftAlone(tools, key)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'undo-bill-payment',
      type: 'BillPayment',
      verb: 'delete',
      body: { Id: entity.Id, SyncToken: entity.SyncToken },
      content: '',
      entityId: id,
      before: entity,
    },
    [id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: () => deleted(tools, operation),
    refused: (failure, sent) => refusedUndo(tools, failure, sent),
    work: { work: 'removing' },
  })
}

async function deleted(tools: SendTools, { key, billId, undone }: UndoBillPayment): Promise<StepResult> {
  const bill = await tools.quickbooks.read('Bill', billId)
  if (!bill.ok) return unsettled(bill.failure)
  const observed = bill.value ? observedOf('Bill', bill.value, tools.now()) : null
  await tools.records.commit((newest): PushChange[] => [
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    ...linkChange(newest, key, ({ billPayment: _, ...found }) => ({ ...found, ...(observed && { observed }) })),
    // Paid again, it is another request.
    { table: 'generations', id: key, value: (newest('generations', key) ?? 0) + 1 },
    ...takenBack(newest, key, undone),
  ])
  return { end: 'done' }
}
