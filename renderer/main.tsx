import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { FaultBoundary } from './app/fault-boundary.tsx'
import { chooseBridge } from './bridge/choose.ts'
import { watchInputMode } from './theme/input-mode.ts'
import './theme/tokens.css'
import './theme/base.css'

const root = document.getElementById('window')
if (!root) throw new Error('the page has no place for the window')
watchInputMode(document)
const { bridge, link } = chooseBridge()
createRoot(root).render(
  <StrictMode>
    <FaultBoundary>
      <App bridge={bridge} link={link} />
    </FaultBoundary>
  </StrictMode>,
)
