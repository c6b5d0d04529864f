import type { CallName } from '../../shared/bridge.ts'

/**
 * The calls of the bridge by name, for the preload script: it runs in Electron's sandbox and gets nothing else of the
 * contract. The compiler refuses a name that is no call, and a call that is missing here.
 */
const NAMES = {
  appInfo: true,
  setLanguage: true,
  companies: true,
  addCompany: true,
  status: true,
  rows: true,
  document: true,
  attachment: true,
  syncNow: true,
  pause: true,
  retry: true,
  ignore: true,
  unignore: true,
  candidates: true,
  link: true,
  unlink: true,
  act: true,
  confirmGuard: true,
  contacts: true,
  costCodes: true,
  booksLists: true,
  health: true,
  createForCostCode: true,
  mappings: true,
  setMappings: true,
  settings: true,
  setSettings: true,
  setSource: true,
  places: true,
  columns: true,
  setColumns: true,
  connect: true,
  finishConnect: true,
  disconnect: true,
  setAppKeys: true,
  runs: true,
  runDocuments: true,
  shownUndo: true,
  undo: true,
  network: true,
  setProxy: true,
  setProxySignIn: true,
  activity: true,
  open: true,
  nextSample: true,
  desktop: true,
  setStartAtLogin: true,
  checkForUpdates: true,
  restartToUpdate: true,
  setBetaUpdates: true,
  approve: true,
  ignoreReceipt: true,
  months: true,
  readMonth: true,
  signMonth: true,
  notFromBilldr: true,
  monthReport: true,
  logTail: true,
} as const satisfies Record<CallName, true>

export const CALL_NAMES = Object.keys(NAMES) as CallName[]

/** The two channels between a window and the main process: a call with its answer, and events. */
export const CALL_CHANNEL = 'billdr:call'
export const EVENT_CHANNEL = 'billdr:event'
