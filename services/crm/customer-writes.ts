import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { recordChange } from '../kit/changes.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { Problem } from '../kit/problem.ts';
import { changed, created } from './customer-rules.ts';
import { readCustomer, SAVE_CUSTOMER, toRow } from './customer-table.ts';
import { notFound } from './customers.ts';
import { CustomerInput, CustomerPatch } from './inputs.ts';
import { CustomerPath, WriteHeaders } from './requests.ts';
import { Customer } from './schemas.ts';

const TAGS = ['customers'];
const REFUSALS =
  'Refused with 422 `email_taken`, `unknown_territory`, `invalid_name`, `idempotency_key_reused`.';

/** The writes of customers. */
export function customerWrites(app: ServiceApp, db: DatabaseSync): void {
  app.post(
    '/customers',
    {
      schema: {
        tags: TAGS,
        operationId: 'createCustomer',
        summary: 'Create a customer',
        description: `The customer is dated today and gets the next id and account number. ${REFUSALS}`,
        headers: WriteHeaders,
        body: ref(CustomerInput),
        response: {
          201: ref(Customer),
          400: ref(Problem),
          401: ref(Problem),
          422: ref(Problem),
          429: ref(Problem),
        },
      },
    },
    (request, reply) => {
      const customer = writeOnce(db, request, reply, () => ({ status: 201, body: create(db, request.body) }));
      void reply.header('Location', `${request.url}/${customer.id}`);
      return customer;
    },
  );
  app.patch(
    '/customers/:id',
    {
      schema: {
        tags: TAGS,
        operationId: 'updateCustomer',
        summary: 'Change a customer',
        description: `What is left out stays, null clears. 404 \`not_found\` where there is none. ${REFUSALS}`,
        params: CustomerPath,
        headers: WriteHeaders,
        body: ref(CustomerPatch),
        response: {
          200: ref(Customer),
          400: ref(Problem),
          401: ref(Problem),
          404: ref(Problem),
          422: ref(Problem),
          429: ref(Problem),
        },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, () => ({
        status: 200,
        body: change(db, request.params.id, request.body),
      })),
  );
}

function create(db: DatabaseSync, input: CustomerInput): Customer {
  const customer = created(db, input);
  save(db, customer);
  recordChange(db, { entity: 'customer', id: customer.id, kind: 'created', fields: [], owners: {} });
  return customer;
}

function change(db: DatabaseSync, id: string, patch: CustomerPatch): Customer {
  const before = readCustomer(db, id) ?? notFound(id);
  const after = changed(db, before, patch);
  const fields = differences(before, after);
  if (fields.length === 0) return before;
  const customer = { ...after, updatedAt: new Date().toISOString() };
  save(db, customer);
  recordChange(db, { entity: 'customer', id, kind: 'updated', fields, owners: {} });
  return customer;
}

function save(db: DatabaseSync, customer: Customer): void {
  db.prepare(SAVE_CUSTOMER).run(...toRow(customer));
}

function differences(before: Customer, after: Customer): string[] {
  const entries = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(entries.get(field)))
    .map(([field]) => field);
}
