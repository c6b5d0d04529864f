import type { DocumentKey } from '../../shared/kinds.ts'
import type { Operation } from '../plan/input.ts'
import { applyCredit } from './apply-credit.ts'
import { attach } from './attach.ts'
import { create, finishCreation } from './create.ts'
import { linkExisting, unlink } from './link.ts'
import { finishPayBill, payBill } from './pay-bill.ts'
import { dropped } from './current.ts'
import type { InFlight } from './records.ts'
import { finishRemoveReplaced, removeReplaced } from './remove-replaced.ts'
import { finishRemoval, remove } from './remove.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'
import { unapplyCredit } from './unapply-credit.ts'
import { undoBillPayment } from './undo-bill-payment.ts'
import { undoApplication, undoCreate, undoLink, undoReceipt, undoUpdate } from './undo.ts'
import { finishUpdate, update } from './update.ts'

export interface OperationTools extends SendTools {
  /** Removes a record that is neither in Billdr nor in QuickBooks from the list. */
  forget(key: DocumentKey): Promise<void>
}

type Kind = Operation['kind']
type Of<K extends Kind> = Extract<Operation, { kind: K }>

/** All that pushing has to know of one kind of operation. */
interface OperationKind<O extends Operation> {
  /** Carries it out, once; a request of it that is under way already is finished. */
  run(tools: OperationTools, operation: O): Promise<StepResult>
  /**
   * Finishes a request of an earlier run that no step of the plan goes on with (Billdr changed meanwhile): what came of it
   * is stored. Null: such a request is left to the next step of its kind, or there is none.
   */
  finish: ((tools: SendTools, request: InFlight) => Promise<void>) | null
  /** Whether this step goes on with that request of its kind. */
  goesOnWith(operation: O, request: InFlight): boolean
  /** What no other step may move at the same time: the invoice whose open amount it changes. Null: nothing. */
  lock(operation: O): string | null
  /** By what it would do: a step of the same name is not taken twice in one run. */
  name(operation: O): string
  /** Where it does not succeed, the record's further steps go all the same. */
  isBeside?: true
}

const always = (): boolean => true
const nothing = (): null => null
const whole = (operation: Operation): string => JSON.stringify(operation)
/** The first invoice of a payment; other drafts move no open amount. */
const paidInvoice = ({ draft }: Of<'create' | 'update'>): string | null =>
  draft.type === 'Payment' ? (draft.applied[0]?.id ?? null) : null

export const OPERATIONS: { [K in Kind]: OperationKind<Of<K>> } = {
  create: {
    run: create,
    finish: finishCreation,
    goesOnWith: (operation, request) => operation.content === request.content,
    lock: paidInvoice,
    name: ({ kind, key, content, draft }) => JSON.stringify([kind, key, content, draft]),
  },
  update: {
    run: update,
    finish: finishUpdate,
    goesOnWith: always,
    lock: paidInvoice,
    name: ({ kind, key, id, content, draft }) => JSON.stringify([kind, key, id, content, draft]),
  },
  void: { run: remove, finish: finishRemoval, goesOnWith: always, lock: nothing, name: whole },
  delete: { run: remove, finish: finishRemoval, goesOnWith: always, lock: nothing, name: whole },
  'remove-replaced': {
    run: removeReplaced,
    finish: finishRemoveReplaced,
    goesOnWith: always,
    lock: nothing,
    name: whole,
  },
  link: { run: linkExisting, finish: null, goesOnWith: always, lock: nothing, name: whole },
  unlink: { run: unlink, finish: null, goesOnWith: always, lock: nothing, name: whole },
  forget: {
    async run(tools, { key }) {
      await tools.forget(key)
      return { end: 'done' }
    },
    finish: null,
    goesOnWith: always,
    lock: nothing,
    name: whole,
  },
  'apply-credit': {
    run: applyCredit,
    finish: finishRemoval,
    goesOnWith: always,
    lock: ({ invoiceId }) => invoiceId,
    name: whole,
  },
  'pay-bill': {
    run: payBill,
    finish: finishPayBill,
    goesOnWith: always,
    lock: ({ billId }) => billId,
    name: whole,
  },
  'unapply-credit': {
    run: unapplyCredit,
    finish: finishRemoval,
    goesOnWith: always,
    lock: ({ paymentId }) => paymentId,
    name: whole,
  },
  attach: {
    run: attach,
    finish: null,
    goesOnWith: always,
    lock: nothing,
    name: ({ kind, key, id, attachmentId }) => JSON.stringify([kind, key, id, attachmentId]),
    isBeside: true,
  },
  // An undo under way is gone on with before anything is planned: what is left of one by then came to nothing.
  'undo-create': {
    run: undoCreate,
    finish: dropped,
    goesOnWith: always,
    lock: ({ invoiceId }) => invoiceId,
    name: whole,
  },
  'undo-update': {
    run: undoUpdate,
    finish: dropped,
    goesOnWith: always,
    lock: ({ invoiceId }) => invoiceId,
    name: whole,
  },
  'undo-bill-payment': {
    run: undoBillPayment,
    finish: dropped,
    goesOnWith: always,
    lock: ({ billId }) => billId,
    name: whole,
  },
  'undo-receipt': { run: undoReceipt, finish: dropped, goesOnWith: always, lock: nothing, name: whole },
  'undo-application': {
    run: undoApplication,
    finish: null,
    goesOnWith: always,
    lock: ({ paymentId }) => paymentId,
    name: whole,
  },
  'undo-link': { run: undoLink, finish: null, goesOnWith: always, lock: nothing, name: whole },
}

/** The row of the table for an operation; its kind is the operation's own. */
function kindOf<O extends Operation>(operation: O): OperationKind<O> {
  return OPERATIONS[operation.kind] as unknown as OperationKind<O>
}

export function runOperation(tools: OperationTools, operation: Operation): Promise<StepResult> {
  return kindOf(operation).run(tools, operation)
}

/** What a group of steps of one record locks. */
export function lockOf(group: readonly Operation[]): string | null {
  for (const operation of group) {
    const lock = kindOf(operation).lock(operation)
    if (lock !== null) return lock
  }
  return null
}

export function operationName(operation: Operation): string {
  return kindOf(operation).name(operation)
}

export function isBeside(operation: Operation): boolean {
  return kindOf(operation).isBeside ?? false
}

/** Whether one of the steps that are planned for a record goes on with its request of an earlier run. */
export function isContinued(request: InFlight, steps: readonly Operation[]): boolean {
  return steps.some((step) => step.kind === request.deed && kindOf(step).goesOnWith(step, request))
}

/** Finishes a request that no planned step goes on with. */
export async function finishRequest(tools: SendTools, request: InFlight): Promise<void> {
  await OPERATIONS[request.deed].finish?.(tools, request)
}
