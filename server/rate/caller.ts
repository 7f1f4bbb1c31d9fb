import type { Principal } from '../../resolvers/principal.ts';
import { isLocal, networkOf } from './network.ts';

/** The name by which a caller's spending is counted: that of its credentials, or that of its network if the caller is anonymous. */
export function payerOf({ name, isAuthenticated }: Principal, address: string | undefined): string {
  return isAuthenticated ? name : `address:${networkOf(address ?? '')}`;
}

/**
 * The same for what the caller holds at once, of which it may only take a share. Null if it is anonymous and on this machine: that is local
 * use, or a proxy, behind which there are many.
 */
export function holderOf(principal: Principal, address: string | undefined): string | null {
  return !principal.isAuthenticated && isLocal(address ?? '') ? null : payerOf(principal, address);
}
