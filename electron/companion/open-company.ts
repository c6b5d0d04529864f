import type { Result } from '../../shared/result.ts'
import { readAllAnewAfterLoss } from './after-loss.ts'
import type { CompanyOptions } from './company-options.ts'
import { Company } from './company.ts'
import { openWorkspace } from './workspace.ts'

/** Opens a company that is known, or makes it where `fresh` says what it is. */
export async function openCompany(options: CompanyOptions): Promise<Result<Company>> {
  const opened = await openWorkspace(
    options.dataFolder,
    options.companyId,
    options.fresh,
    options.clock ?? (() => new Date()),
    options,
  )
  if (!opened.ok) return opened
  const company = new Company(options, opened.value)
  await readAllAnewAfterLoss(company, options.isMended ?? false)
  // Counted by the last run, or planned here: a company that cannot be planned does not open.
  void company.summary
  return { ok: true, value: company }
}
