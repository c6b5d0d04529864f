import { BookOpen, Check, ChevronsUpDown, LayoutGrid } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useWords } from '../../words/context.tsx'
import menu from '../menu/menu.module.css'
import css from './company-card.module.css'
import { OverallMark } from '../overall/overall-mark.tsx'
import { CompanyMark } from './company-mark.tsx'

/** Which company's books this window can change: always in sight. It leads to the others and to the overview. */
export function CompanyCard({
  status,
  companies,
  onSwitch,
  onOverview,
}: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  onSwitch: (company: string) => void
  onOverview: () => void
}): ReactNode {
  const words = useWords()
  const books = status.connection.companyName
    ? words.t('window.company.books', { name: status.connection.companyName })
    : words.t('window.company.noBooks')
  const content = (
    <>
      <CompanyMark name={status.name} colour={status.colour} />
      <span className={css['names']}>
        <b dir="auto" title={status.name}>
          {status.name}
        </b>
        <small dir="auto" title={books}>
          <BookOpen size={11} aria-hidden="true" /> <span className="out-of-sight">{books}</span>
          <span aria-hidden="true">{status.connection.companyName ?? books}</span>
        </small>
      </span>
    </>
  )
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={css['card']}
        aria-label={`${words.t('window.company.current', { name: status.name })}. ${words.t('window.company.switch')}`}
      >
        {content}
        <ChevronsUpDown size={14} className={css['more']} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu['menu']} align="start" sideOffset={4}>
          {companies.map((each) => (
            <DropdownMenu.Item key={each.companyId} className={menu['item']} onSelect={() => onSwitch(each.companyId)}>
              <CompanyMark name={each.name} colour={each.colour} size={22} />
              <span className={css['names']}>
                <span className="clip" dir="auto">
                  {each.name}
                </span>
                <small className={css['how']}>
                  <OverallMark status={each} />
                  {each.needsYou > 0 && <span> · {words.t('window.company.needs', { count: each.needsYou })}</span>}
                </small>
              </span>
              {each.companyId === status.companyId && <Check size={14} aria-hidden="true" />}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className={menu['line']} />
          <DropdownMenu.Item className={menu['item']} onSelect={onOverview}>
            <LayoutGrid size={15} aria-hidden="true" />
            {words.t('window.nav.overview')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
