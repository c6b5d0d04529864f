/** The id of the company that a first start opens on. It asks nobody: nothing of it is in a keychain. */
export const PRACTICE_ID = 'practice'
