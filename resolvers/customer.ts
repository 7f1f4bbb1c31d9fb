import type { CustomerChange, CustomerQuery, NewCustomerAddress } from '../datasources/crm/model.ts';
import { crm } from '../datasources/crm/system.ts';
import type { Refusal } from '../datasources/errors.ts';
import type { Id, Ref } from '../datasources/ids.ts';
import { listConnection, type PageArgs } from './connection.ts';
import type { Context } from './context.ts';
import { entity, type Domain } from './domain.ts';
import type { CustomerAddressInput, CustomerUpdateInput, QueryCustomersArgs } from './generated/types.ts';
import { parseId, parseOptionalId } from './global-id.ts';
import { addressOf, definedOnly, sortOf } from './input.ts';
import { keyOf, payloadOf, userErrors } from './mutation.ts';
import { ofOwner } from './of-owner.ts';
import { withDryRun } from './dry-run.ts';

/** What a change replaces, but cannot remove. */
const KEPT = ['firstName', 'lastName', 'name', 'addresses'] as const;

const customers = entity((context) => context.use(crm).customers.byId);
const territories = entity((context) => context.use(crm).territories.byId);

/** Customers and their territories, as the CRM knows them. */
export const customer: Domain = {
  systems: [crm],
  // A customer is their own owner, so nothing has to be read.
  entities: { Customer: { ...customers, ownerOf: (id) => id }, Territory: territories },
  resolvers: {
    Query: {
      customer: (_, { id }, context) => customers.load(parseId('Customer', id), context),
      customers: (_, args, context) =>
        connection(context, args, parseOptionalId('Territory', args.filter?.territory)),
      territory: (_, { id }, context) => territories.load(parseId('Territory', id), context),
      territories: (_, _args, context) => context.use(crm).territories.all(),
    },
    Mutation: {
      customerCreate: async (_, args, context) => {
        const change = changeOf(args.input);
        const source = context.use(crm).customers;
        return payloadOf('customer', await source.create(args.input.kind, change, keyOf(args)));
      },
      customerUpdate: async (_, args, context) => {
        const id = parseId('Customer', args.id);
        const source = context.use(crm).customers;
        const refusal = faultOfNulls(args.input);
        if (refusal) return { customer: null, userErrors: userErrors(refusal) };
        return payloadOf('customer', await source.update(id, changeOf(args.input), keyOf(args)));
      },
    },
    Customer: {
      kind: customers.field((c) => c.kind),
      name: customers.field((c) => c.name),
      firstName: customers.field((c) => c.firstName),
      lastName: customers.field((c) => c.lastName),
      email: customers.field((c) => c.email),
      phone: customers.field((c) => c.phone),
      accountNumber: customers.field((c) => c.accountNumber),
      territory: customers.field((c) => c.territory),
      since: customers.field((c) => c.since),
      addresses: customers.field((c) => c.addresses),
      contacts: customers.field((c) => c.contacts),
      updatedAt: customers.field((c) => c.updatedAt),
    },
    Territory: {
      name: territories.field((t) => t.name),
      countryCode: territories.field((t) => t.countryCode),
      group: territories.field((t) => t.group),
      customers: withDryRun(customersOf, {
        // If the filter names a territory, that one is listed.
        steps: [
          ({ id }, args, context) =>
            connection(context, args, parseOptionalId('Territory', args.filter?.territory) ?? id),
        ],
        isOpenEnded: false,
      }),
    },
  },
};

/** Territory.customers. The CRM has no batch read for this: one call per territory, in parallel within its bulkhead. */
function customersOf({ id }: Ref<'Territory'>, args: ListArgs, context: Context) {
  const asked = parseOptionalId('Territory', args.filter?.territory);
  return ofOwner(id, asked, args, context, () => connection(context, args, id));
}

type ListArgs = PageArgs & Pick<QueryCustomersArgs, 'orderBy' | 'filter'>;

function connection(context: Context, args: ListArgs, territory: Id<'Territory'> | null) {
  const query: CustomerQuery = {
    kind: args.filter?.kind ?? null,
    territory,
    name: args.filter?.name ?? null,
    email: args.filter?.email ?? null,
    accountNumber: args.filter?.accountNumber ?? null,
    sort: sortOf(args.orderBy, { by: 'ID', descending: false }),
  };
  return listConnection(context.use(crm).customers, query, args, context);
}

function faultOfNulls(input: CustomerUpdateInput): Refusal | null {
  const field = KEPT.find((part) => input[part] === null);
  if (field === undefined) return null;
  const message = `Expected a value for ${field}, got null. Leave it out to keep what is stored.`;
  return { code: 'INVALID', field: [field], message };
}

function changeOf(input: CustomerUpdateInput): CustomerChange {
  const { territory, addresses, firstName, lastName, name, email, phone } = input;
  return definedOnly({
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
    name: name ?? undefined,
    email,
    phone,
    territory: territory === undefined ? undefined : parseOptionalId('Territory', territory),
    addresses: addresses?.map(customerAddressOf),
  });
}

function customerAddressOf({ kind = null, ...address }: CustomerAddressInput): NewCustomerAddress {
  return { ...addressOf(address), kind };
}
