import { CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProblemCode } from '../../../shared/problem.ts'
import { useCompany } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import { openBooks } from '../act/open-books.ts'
import type { Act } from '../act/use-act.ts'
import { Button } from '../button/button.tsx'

/** Opens the help page of a problem beside the window: the longer story, with what each of its buttons does. */
export function HelpLink({ code, act }: { code: ProblemCode; act: Act }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const around = useCompany()
  if (!around) return null
  return (
    <Button
      variant="quiet"
      icon={<CircleHelp size={14} aria-hidden="true" />}
      onClick={() => void act.run('help', () => openBooks(bridge, app, around.status.companyId, { help: code }))}
    >
      {words.t('window.act.whatItMeans')}
    </Button>
  )
}
