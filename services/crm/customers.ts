import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { Problem, ProblemError } from '../kit/problem.ts';
import { countCustomers, CustomerFilter, CustomerListQuery, listCustomers } from './customer-list.ts';
import { readCustomer, readCustomers } from './customer-table.ts';
import { CustomerPath } from './requests.ts';
import { BatchReadInput, Customer, CustomerBatch, CustomerCount, CustomerPage } from './schemas.ts';

const MAX_BATCH = 100;
const TAGS = ['customers'];
const CACHED = { maxAge: 30 };

/** The reads of customers: one, a batch, a list, a count. */
export function customerReads(app: ServiceApp, db: DatabaseSync): void {
  addBatch(app, db);
  addLists(app, db);
  app.get(
    '/customers/:id',
    {
      config: CACHED,
      schema: {
        tags: TAGS,
        operationId: 'getCustomer',
        summary: 'A customer',
        description: 'One customer by id; 404 `not_found` where there is none.',
        params: CustomerPath,
        response: { 200: ref(Customer), 401: ref(Problem), 404: ref(Problem), 429: ref(Problem) },
      },
    },
    (request) => readCustomer(db, request.params.id) ?? notFound(request.params.id),
  );
}

/** Answers 404 `not_found`. */
export function notFound(id: string): never {
  throw new ProblemError(404, 'not_found', `There is no customer ${id}.`);
}

function addBatch(app: ServiceApp, db: DatabaseSync): void {
  app.post(
    '/customers/batch/read',
    {
      config: CACHED,
      schema: {
        tags: TAGS,
        operationId: 'readCustomerBatch',
        summary: 'Customers by id',
        description:
          'At most 100 customers by id (more: 400 `too_many_ids`), in the order of their ids. ' +
          'Status 207 says that some are not there; `errors` names them.',
        body: ref(BatchReadInput),
        response: {
          200: ref(CustomerBatch),
          207: ref(CustomerBatch),
          400: ref(Problem),
          401: ref(Problem),
          429: ref(Problem),
        },
      },
    },
    (request, reply) => {
      const batch = readBatch(
        db,
        request.body.inputs.map(({ id }) => id),
      );
      void reply.code(batch.errors.length > 0 ? 207 : 200);
      return batch;
    },
  );
}

function readBatch(db: DatabaseSync, ids: readonly string[]) {
  if (ids.length > MAX_BATCH) {
    throw new ProblemError(
      400,
      'too_many_ids',
      `inputs holds ${ids.length} ids; ${MAX_BATCH} are the most at once.`,
    );
  }
  const results = readCustomers(db, ids);
  const missing = new Set(ids);
  for (const { id } of results) missing.delete(id);
  const errors = [...missing].map((id) => ({
    id,
    category: 'OBJECT_NOT_FOUND' as const,
    message: `There is no customer ${id}.`,
  }));
  return { status: 'COMPLETE' as const, results, errors };
}

function addLists(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/customers',
    {
      config: CACHED,
      schema: {
        tags: TAGS,
        operationId: 'listCustomers',
        summary: 'Customers, page by page',
        description:
          'Customers that match all given filters. Follow `paging.next.after` for the next page; each page ' +
          'continues after the last customer of the one before, so no customer is skipped or repeated when others are added.',
        querystring: CustomerListQuery,
        response: { 200: ref(CustomerPage), 400: ref(Problem), 401: ref(Problem), 429: ref(Problem) },
      },
    },
    (request) => listCustomers(db, request.query),
  );
  app.get(
    '/customers/count',
    {
      config: CACHED,
      schema: {
        tags: TAGS,
        operationId: 'countCustomers',
        summary: 'How many customers',
        description: 'How many customers match all given filters.',
        querystring: CustomerFilter,
        response: { 200: ref(CustomerCount), 400: ref(Problem), 401: ref(Problem), 429: ref(Problem) },
      },
    },
    (request) => ({ count: countCustomers(db, request.query) }),
  );
}
