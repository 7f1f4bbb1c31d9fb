import { listTag } from '../../datasources/cache/tags.ts';
import { crm } from '../../datasources/crm/system.ts';
import { idOf } from '../../datasources/ids.ts';
import { subscriptionField } from '../subscription-field.ts';
import type { SubscriptionCustomerChangedArgs as Args } from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { checkNow } from './check.ts';
import { allOf, mayMissEntity, ofEntity, ofIds, ofKinds, recordTags } from './filters.ts';
import { entityOf, eventFields } from './event-fields.ts';

/** Changes to customers. */
export const customers = subscriptionField(
  {
    tagsOf: ({ filter }: Args) => recordTags('Customer', filter?.ids) ?? [listTag('Customer')],
    filterOf: ({ filter }: Args) =>
      allOf(ofEntity('Customer'), ofIds('Customer', filter?.ids), ofKinds(filter?.kinds)),
    mayMiss: mayMissEntity('Customer'),
    checkOf: ({ filter }: Args) => {
      const wanted = parseOptionalId('Territory', filter?.territory);
      return checkNow(
        (id, context) => context.use(crm).customers.byId.load(idOf(id)),
        [wanted === null ? null : ({ territory }) => territory?.id === wanted],
      );
    },
  },
  (change) => ({ ...eventFields(change), customer: entityOf(change) }),
);
