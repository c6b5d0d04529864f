import { sumOf } from '../../../shared/money.ts'
import { completeNumber, completeTransaction, required, type EntityRules } from '../entities/draft.ts'
import { centsAt, refAt, rowsAt, textAt, type Fields } from '../entities/json.ts'
import { businessRule, missing } from '../entities/refusal.ts'
import { detailOf } from './lines.ts'

/** Journal entries: what is debited is credited, line by line to an account; owed accounts name whose they are. */
export const JOURNAL_ENTRY_RULES: EntityRules = {
  kept: ['TxnDate', 'CurrencyRef'],
  complete(draft) {
    const { next, work } = draft
    const absent = required(next, 'Line')
    if (absent.length > 0) return absent
    const first = completeTransaction(draft)
    if (first.length > 0) return first
    completeNumber(draft)
    const lines = rowsAt(next, 'Line')
    for (const line of lines) {
      const detail = detailOf(line)
      const account = refAt(detail, 'AccountRef')
      if (account === null) return [missing('Line.JournalEntryLineDetail.AccountRef')]
      if (textAt(detail, 'PostingType') === null) return [missing('Line.JournalEntryLineDetail.PostingType')]
      const type = textAt(work.get('Account', account), 'AccountType')
      if ((type === 'Accounts Receivable' || type === 'Accounts Payable') && !detail?.['Entity'])
        return [businessRule('A name is required where the receivable or payable account is used.')]
    }
    const on = (side: string) =>
      sumOf(lines.flatMap((line) => (textAt(detailOf(line), 'PostingType') === side ? [centsAt(line, 'Amount')] : [])))
    if (on('Debit') !== on('Credit')) return [businessRule('Transaction is not in balance: debits and credits differ.')]
    next['Line'] = lines.map((line, index): Fields => ({ Id: String(index), ...line }))
    return []
  },
}
