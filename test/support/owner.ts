import type { Environment } from '../../electron/qbo/addresses.ts'
import type { ConnectionOwner } from '../../electron/qbo/connection-owner.ts'

/** A company whose profile says that it is connected to this QuickBooks company. */
export function ownerOf(companyId: string, realmId: string, environment: Environment): ConnectionOwner {
  return {
    folderId: '5b0c3c0e-6f0e-4f0e-9d39-0d4cfb2b1a11',
    companyId,
    billdrId: () => null,
    boundTo: () => ({ environment, realmId, billdrId: null }),
  }
}
