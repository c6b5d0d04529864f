/** What a firm's IT may set for the whole computer, by its name in the firm's file. */
export type FirmSetting =
  'intuitClientId' | 'intuitClientSecret' | 'relayUrl' | 'proxy' | 'language' | 'updates' | 'dataFolder'
