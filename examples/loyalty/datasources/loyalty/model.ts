import type { Ref } from '../ids.ts';

/** A customer's account in the loyalty programme. */
export interface LoyaltyAccount extends Ref<'LoyaltyAccount'> {
  readonly customer: Ref<'Customer'>;
  readonly tier: 'BRONZE' | 'SILVER' | 'GOLD';
  readonly points: number;
  /** Calendar day. */
  readonly since: string;
}
