import { Contract } from '../../rest/contract.ts';
import type { RefusalTable } from '../../rest/refusal.ts';
import type { components } from '../generated/wire.ts';

/** The shop's wire types. */
export type Schemas = components['schemas'];

/** The shop's own OpenAPI document. */
export const contract = new Contract<Schemas>('commerce', new URL('../contract.json', import.meta.url));

/** Maps the shop's refusals to the graph's. */
export const refusals: RefusalTable = {
  empty_order: ['INVALID', 'lines'],
  unknown_product: ['NOT_FOUND', 'lines'],
  not_for_sale: ['NOT_FOR_SALE', 'lines'],
  already_shipped: ['ALREADY_SHIPPED', 'id'],
  already_cancelled: ['ALREADY_CANCELLED', 'id'],
};
