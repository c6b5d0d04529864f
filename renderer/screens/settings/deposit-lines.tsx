import type { ReactNode } from 'react'
import type { Settings } from '../../../shared/settings.ts'
import { PAYMENT_METHODS } from '../../../shared/settings.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import type { Act } from '../../parts/act/use-act.ts'
import { Picker } from '../../parts/picker/picker.tsx'
import { useWords } from '../../words/context.tsx'
import { Line } from './default-line.tsx'
import { nameOfReference } from './likely-default.ts'

/** The account that payments go to by how they were received; without one, the default for payments. */
export function DepositLines({
  company,
  accounts,
  act,
}: {
  company: string
  accounts: { id: string; name: string; detail: string }[] | null
  act: Act
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const [asked, ask] = useAsked(() => bridge.settings({ company }), company)
  if (!asked.value) return null
  const settings = asked.value

  async function choose(method: (typeof PAYMENT_METHODS)[number], account: string): Promise<void> {
    const change: Partial<Settings> = { [`deposit.${method}`]: account }
    const outcome = await act.run('deposit', () => bridge.setSettings({ company, settings: change }))
    if (outcome.done) ask()
  }

  return PAYMENT_METHODS.map((method) => {
    const label = words.t(`default.deposit.${method}`)
    return (
      <Line key={method} label={label}>
        <Picker
          label={label}
          chosen={nameOfReference(settings[`deposit.${method}`], accounts ?? [])}
          options={accounts}
          busy={act.busy !== null}
          onChoose={(option) => void choose(method, `id:${option.id}`)}
          onClear={() => void choose(method, '')}
        />
      </Line>
    )
  })
}
