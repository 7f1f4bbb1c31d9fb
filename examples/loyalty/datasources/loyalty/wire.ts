import { idOf, refTo } from '../ids.ts';
import { Contract } from '../rest/contract.ts';
import type { components } from './generated/wire.ts';
import type { LoyaltyAccount } from './model.ts';

/** The loyalty system's own OpenAPI document. */
export const contract = new Contract<components['schemas']>(
  'loyalty',
  new URL('./contract.json', import.meta.url),
);

const TIERS = { bronze: 'BRONZE', silver: 'SILVER', gold: 'GOLD' } as const;

const checkAccount = contract.check('Account');

/** Converts an account from the wire, after checking it. */
export function toAccount(payload: unknown): LoyaltyAccount {
  const { number, customer, tier, points, since } = checkAccount(payload, '/v1/accounts');
  return { id: idOf(number), customer: refTo(customer), tier: TIERS[tier], points, since };
}
