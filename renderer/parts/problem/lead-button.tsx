import type { ReactNode } from 'react'
import type { ActionName } from '../../../shared/action.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { useCompany } from '../../company/company-context.tsx'
import { useWords } from '../../words/context.tsx'
import { Button } from '../button/button.tsx'
import { LEADS_TO } from './leads-to.ts'
import { settingsPartOf } from './settings-part.ts'

/** A button that leads to the screen where a problem is mended; nothing where its action has no screen. */
export function LeadButton({ name, code }: { name: ActionName; code: ProblemCode }): ReactNode {
  const words = useWords()
  const around = useCompany()
  const lead = LEADS_TO[name]
  if (!lead || !around) return null
  return (
    <Button onClick={() => around.go(lead.screen, name === 'open-settings' ? settingsPartOf(code) : lead.part)}>
      {words.action(name)}
    </Button>
  )
}
