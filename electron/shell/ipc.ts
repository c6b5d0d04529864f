import type { IpcMainInvokeEvent, WebContents } from 'electron'
import type { BridgeEvent, BridgeHandlers, CallName } from '../../shared/bridge.ts'
import { checkedArguments } from '../../shared/bridge.ts'
import { CALL_CHANNEL, EVENT_CHANNEL } from './call-names.ts'
import type { ElectronParts } from './contract.ts'
import type { ExternalLinks } from './external-links.ts'
import { isOwnPage } from './own-pages.ts'

/** No call of a window is larger; the largest honest one is a mapping file of a few thousand lines. */
const LARGEST_CALL = 8_000_000

/** Thrown back to a page whose call is refused; it says no more, because an honest page never gets it. */
export const REFUSED = 'refused'

export interface BridgeInMain {
  ipcMain: Pick<ElectronParts['ipcMain'], 'handle'>
  handlers: BridgeHandlers
  links: Pick<ExternalLinks, 'open' | 'openHelp' | 'name'>
  /** Whether these are the contents of our window, and not of anything else that found its way in. */
  isOurs(contents: WebContents): boolean
  /** Told of every call that was answered, and whether its outcome was well. */
  answered(name: CallName, args: unknown, ok: boolean): void
  /** Told of every refused call, by name only. */
  refused(name: string): void
  /** Told of a handler that threw, which none should. */
  failed(name: string, error: unknown): void
}

/**
 * Answers the calls of the window. A call is taken only from the main frame of our own window while it shows a page of
 * ours, by a name of the contract, with arguments that fit it. What a handler throws stays here: the page learns that it
 * went wrong, not what the error said.
 */
export function answerCalls(bridge: BridgeInMain): void {
  bridge.ipcMain.handle(
    CALL_CHANNEL,
    async (event: IpcMainInvokeEvent, name: unknown, args: unknown): Promise<unknown> => {
      const called = typeof name === 'string' ? name.slice(0, 50) : typeof name
      const checked = isTrusted(event, bridge) && isSmall(args) ? checkedArguments(called, args) : null
      if (checked === null) {
        bridge.refused(called)
        throw new Error(REFUSED)
      }
      const answer = await handled(bridge, checked.name, checked.args)
      bridge.answered(checked.name, checked.args, isWell(answer))
      await openWhatWasAsked(bridge.links, checked.name, answer)
      return answer
    },
  )
}

async function handled(bridge: BridgeInMain, name: CallName, args: unknown): Promise<unknown> {
  try {
    // The check gave the arguments the type that belongs to this name.
    const handler = bridge.handlers[name] as (args: unknown) => Promise<unknown>
    return await handler(args)
  } catch (error) {
    bridge.failed(name, error)
    throw new Error('fault')
  }
}

/** In a browser the page opens these by itself; here it may not, and the door has to know the practice company's address. */
async function openWhatWasAsked(links: BridgeInMain['links'], name: CallName, answer: unknown): Promise<void> {
  if (name !== 'connect' && name !== 'open') return
  const outcome = answer as { ok: boolean; value?: { authorizeUrl?: string; url?: string } }
  const address = outcome.ok ? (outcome.value?.authorizeUrl ?? outcome.value?.url) : undefined
  if (address === undefined) return
  if (address.startsWith('help/')) {
    await links.openHelp(address)
    return
  }
  links.name(address)
  await links.open(address)
}

function isWell(answer: unknown): boolean {
  return answer === null || typeof answer !== 'object' || !('ok' in answer) || answer.ok === true
}

function isTrusted(event: IpcMainInvokeEvent, bridge: BridgeInMain): boolean {
  const frame = event.senderFrame
  // A frame that has navigated away or is gone has no page to trust; a frame in a page of ours is not our page.
  if (frame === null || frame.parent !== null) return false
  return bridge.isOurs(event.sender) && isOwnPage(frame.url)
}

/** A rough measure that stops early: neither deep nesting nor endless text may keep the main process busy. */
function isSmall(args: unknown): boolean {
  let left = LARGEST_CALL
  const open: { value: unknown; depth: number }[] = [{ value: args, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    if (depth > 20) return false
    if (typeof value === 'string') left -= value.length
    else if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) {
        left -= name.length + 8
        if (left < 0) return false
        open.push({ value: inner, depth: depth + 1 })
      }
    } else left -= 8
    if (left < 0) return false
  }
  return true
}

/** Hands an event to our window, where it is still there and shows a page of ours. */
export function sendEvent(contents: WebContents, event: BridgeEvent): void {
  if (contents.isDestroyed() || !isOwnPage(contents.getURL())) return
  contents.send(EVENT_CHANNEL, event)
}
