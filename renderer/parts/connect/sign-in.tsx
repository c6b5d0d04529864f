import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import { actionsOf } from '../../../shared/problem.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useWords } from '../../words/context.tsx'
import { TroubleText } from '../act/trouble-text.tsx'
import { useAct } from '../act/use-act.ts'
import { Button, buttonStyles } from '../button/button.tsx'
import { LeadButton } from '../problem/lead-button.tsx'
import css from './sign-in.module.css'

/**
 * The QuickBooks sign-in, in place: opens Intuit's page in the browser and waits for its answer. Where the answer cannot
 * come by itself (a relay page, another browser) its address is pasted. Another company than before asks for a yes.
 */
export function SignIn({
  status,
  environment = status.connection.environment,
  onClose,
}: {
  status: CompanyStatus
  environment?: CompanyStatus['connection']['environment']
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [page, setPage] = useState<string | null>(null)
  const [notice, setNotice] = useState<Problem | null>(null)
  const [address, setAddress] = useState('')
  const company = status.companyId
  const { problem } = act
  const other = problem?.code === 'sign-in-other-company'

  async function finish(pasted: string | null, acceptOtherCompany: boolean): Promise<void> {
    const outcome = await act.run('finish', () =>
      bridge.finishConnect({ company, address: pasted, acceptOtherCompany }),
    )
    if (outcome.done) onClose()
    // That sign-in is over; a pasted address that does not fit leaves it open.
    else if (pasted === null) setPage(null)
  }

  /** A sign-in to another company is not kept until a person said yes; the yes comes with a new sign-in. */
  async function start(acceptOtherCompany = false): Promise<void> {
    const outcome = await act.run('start', () => bridge.connect({ company, environment }))
    if (!outcome.done) return
    const { authorizeUrl, notice: told } = outcome.value
    setNotice(told)
    setPage(authorizeUrl)
    if (app.host === 'browser' && /^https?:\/\//.test(authorizeUrl))
      window.open(authorizeUrl, '_blank', 'noopener,noreferrer')
    void finish(null, acceptOtherCompany)
  }

  return (
    <div className={css['signIn']}>
      {page === null && (
        <div className={css['buttons']}>
          <Button variant="primary" autoFocus busy={act.busy === 'start'} onClick={() => void start()}>
            {words.t(environment === 'practice' ? 'window.signIn.practice' : 'window.signIn.start')}
          </Button>
          {other && (
            <Button variant="risky" onClick={() => void start(true)}>
              {words.t('window.signIn.otherCompany')}
            </Button>
          )}
          {problem && actionsOf(problem.code).map((name) => <LeadButton key={name} name={name} code={problem.code} />)}
          <Button variant="quiet" onClick={onClose}>
            {words.t('window.act.cancel')}
          </Button>
        </div>
      )}
      {page !== null && (
        <>
          {notice && (
            <p role="alert">
              <b>{words.problem(notice).title}.</b> {words.problem(notice).explanation}
            </p>
          )}
          <p role="status">{words.t('window.signIn.opened')}</p>
          {/^https?:\/\//.test(page) && (
            <a className={`${buttonStyles['button']}`} href={page} target="_blank" rel="noopener noreferrer">
              <ExternalLink size={14} aria-hidden="true" />
              <span>{words.t('window.signIn.again')}</span>
            </a>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (address.trim()) void finish(address.trim(), false)
            }}
          >
            <label>
              <span>{words.t('window.signIn.paste')}</span>
              <input
                value={address}
                onChange={(event) => setAddress(event.target.value)}
                maxLength={2000}
                autoComplete="off"
                spellCheck={false}
              />
            </label>
            <div className={css['buttons']}>
              <Button type="submit" disabled={address.trim() === ''}>
                {words.t('window.signIn.finish')}
              </Button>
              <Button variant="quiet" onClick={onClose}>
                {words.t('window.act.cancel')}
              </Button>
            </div>
          </form>
        </>
      )}
      {(problem ?? act.fault) && (
        <div className={css['trouble']} data-code={problem?.code}>
          <TroubleText act={act} />
        </div>
      )}
    </div>
  )
}
