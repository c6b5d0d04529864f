import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { FaultBoundary } from './app/fault-boundary.tsx'
import { chooseBridge } from './bridge/choose.ts'
import { watchInputMode } from './look/input-mode.ts'
import './look/tokens.css'
import './look/base.css'

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
