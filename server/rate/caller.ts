import type { Principal } from '../../resolvers/principal.ts';
import { ANONYMOUS } from '../identity/principals.ts';
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

/**
 * The same for a caller who has yet to say who it is. Counted apart from those who stay anonymous, so that they do not keep out callers with
 * credentials that share their address, such as that of a proxy.
 */
export function unknownHolderOf(address: string | undefined): string | null {
  const holder = holderOf(ANONYMOUS, address);
  return holder === null ? null : `unknown:${holder}`;
}
