import { loyaltySystem } from '../datasources/loyalty/system.ts';
import { entity, type Domain } from './domain.ts';
import { parseId } from './global-id.ts';

const accounts = entity((context) => context.use(loyaltySystem).accounts.byId);

/** Loyalty accounts and their customers. */
export const loyalty: Domain = {
  systems: [loyaltySystem],
  entities: { LoyaltyAccount: accounts },
  resolvers: {
    Query: {
      loyaltyAccount: (_, { id }, context) => accounts.load(parseId('LoyaltyAccount', id), context),
    },
    Customer: {
      loyalty: ({ id }, _, context) => context.use(loyaltySystem).accounts.ofCustomer(id),
    },
    LoyaltyAccount: {
      customer: accounts.field((a) => a.customer),
      tier: accounts.field((a) => a.tier),
      points: accounts.field((a) => a.points),
      since: accounts.field((a) => a.since),
    },
  },
};
