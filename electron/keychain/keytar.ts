/**
 * The part of keytar that is used. `findCredentials` is left out for good: where a person cancels the question of a locked
 * keyring it ends the whole process (keytar's issue 477), and lint refuses it everywhere.
 */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** Fails where keytar is not installed or its library is missing. */
export async function loadKeytar(): Promise<Keytar> {
  const loaded: { default?: Keytar } & Partial<Keytar> = await import('keytar')
  const keytar = loaded.default ?? loaded
  if (!keytar.getPassword || !keytar.setPassword || !keytar.deletePassword) throw new Error('keytar has no functions')
  return keytar as Keytar
}
