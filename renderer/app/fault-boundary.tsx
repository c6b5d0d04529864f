import type { ReactNode } from 'react'
import { Component } from 'react'
import type { Words } from '../../shared/words/index.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { Button } from '../parts/button/button.tsx'
import { Empty } from '../parts/empty/empty.tsx'

/** A fault of this window must not leave it blank: it says so, and offers to load again. */
export class FaultBoundary extends Component<{ children: ReactNode }, { fault: boolean }> {
  override state = { fault: false }

  static getDerivedStateFromError(): { fault: boolean } {
    return { fault: true }
  }

  override render(): ReactNode {
    if (!this.state.fault) return this.props.children
    const words: Words = wordsFor(document.documentElement.lang === 'fr' ? 'fr' : 'en')
    return (
      <Empty title={words.t('window.app.faultTitle')} text={words.t('window.app.faultText')}>
        <Button variant="primary" onClick={() => window.location.reload()}>
          {words.t('window.app.reload')}
        </Button>
      </Empty>
    )
  }
}
