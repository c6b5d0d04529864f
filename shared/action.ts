/** What a person can do about a problem; each runs by its name, in the window and in the terminal. */
export type ActionName =
  | 'retry'
  | 'ignore'
  | 'link-to-existing'
  | 'take-next-number'
  | 'create-anew'
  | 'unlink'
  | 'overwrite'
  | 'keep-theirs'
  | 'choose-account'
  | 'choose-contact'
  | 'choose-tax-code'
  | 'choose-default'
  | 'map-columns'
  | 'confirm-guard'
  | 'sign-in'
  | 'open-in-quickbooks'
  | 'open-in-billdr'
  | 'choose-source'
  | 'open-settings'

/** Who has to act before the document can go on. */
export type Actor = 'bookkeeper' | 'billdr' | 'quickbooks' | 'support' | 'nobody'
