import { Contract } from '../../rest/contract.ts';
import type { RefusalTable } from '../../rest/refusal.ts';
import type { components } from '../generated/wire.ts';

/** The shop's types as they go over the wire. */
export type Schemas = components['schemas'];

/** The shop's own OpenAPI document. */
export const contract = new Contract<Schemas>('commerce', new URL('../contract.json', import.meta.url));

/** What the shop's refusals mean. */
export const refusals: RefusalTable = {
  empty_order: ['INVALID', 'lines'],
  unknown_product: ['NOT_FOUND', 'lines'],
  not_for_sale: ['NOT_FOR_SALE', 'lines'],
  already_shipped: ['ALREADY_SHIPPED', 'id'],
  already_cancelled: ['ALREADY_CANCELLED', 'id'],
};
