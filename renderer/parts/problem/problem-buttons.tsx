import type { ReactNode } from 'react'
import { useState } from 'react'
import { parseKey } from '../../../shared/kinds.ts'
import type { ActionName } from '../../../shared/action.ts'
import type { Problem } from '../../../shared/problem.ts'
import { actionsOf } from '../../../shared/problem.ts'
import { useCompany } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import type { Act } from '../act/use-act.ts'
import { Button } from '../button/button.tsx'
import { SignIn } from '../connect/sign-in.tsx'
import { HelpLink } from './help-link.tsx'
import { LeadButton } from './lead-button.tsx'

/**
 * The buttons of a problem that is not a document's own: of the company, its settings, or of something that a person just
 * asked for. `act` carries them out and shows what came of it; `without` leaves out what is done by the button beside it.
 */
export function ProblemButtons({
  problem,
  act,
  without = [],
}: {
  problem: Pick<Problem, 'code' | 'params'>
  act: Act
  without?: readonly ActionName[]
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const around = useCompany()
  const [signingIn, setSigningIn] = useState(false)
  if (!around) return null
  const { status } = around
  const company = status.companyId
  if (signingIn) return <SignIn status={status} onClose={() => setSigningIn(false)} />
  const linked = String(problem.params['key'] ?? '')
  const buttons = actionsOf(problem.code)
    .filter((name) => !without.includes(name))
    .map((name) => {
      if (name === 'retry')
        return (
          <Button
            key={name}
            busy={act.busy === name}
            onClick={() => void act.run(name, () => bridge.syncNow({ company }))}
          >
            {words.action(name)}
          </Button>
        )
      if (name === 'sign-in')
        return (
          <Button key={name} variant="primary" onClick={() => setSigningIn(true)}>
            {words.action(name)}
          </Button>
        )
      if (name === 'unlink' && parseKey(linked))
        return (
          <Button
            key={name}
            busy={act.busy === name}
            onClick={() => void act.run(name, () => bridge.unlink({ company, key: linked }))}
          >
            {words.action(name)}
          </Button>
        )
      return <LeadButton key={name} name={name} code={problem.code} />
    })
  return (
    <>
      {buttons}
      <HelpLink code={problem.code} act={act} />
    </>
  )
}
