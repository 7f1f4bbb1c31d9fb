import type { ChangeSource, ReportedChange } from '../changes.ts';
import { numberedFeed } from '../numbered-feed.ts';
import type { RestClient } from '../rest/client.ts';
import {
  fieldsOf,
  toReportedChange,
  reportOfEvent,
  typeParts,
  WEBHOOK,
  type Vocabulary,
} from '../vocabulary.ts';
import { contract } from './wire.ts';

const PATH = '/crm/v3/events';

const checkEvent = contract.check('Event');
const checkData = contract.check('EventData');

const VOCABULARY: Vocabulary = {
  customer: {
    entity: 'Customer',
    // Lists of customers depend on all customers, whatever their territory.
    owners: {},
    fields: {
      name: 'name',
      firstName: 'firstName',
      lastName: 'lastName',
      email: 'email',
      phone: 'phone',
      accountNumber: 'accountNumber',
      territoryId: 'territory',
      since: 'since',
      addresses: 'addresses',
      contacts: 'contacts',
    },
  },
};

/** The fields of customers that may be reported as changed. */
export const CRM_FIELDS = fieldsOf(VOCABULARY);

/** How the CRM reports changes: by webhooks, and by a record of the same events for receivers that may have missed some. */
export function crmChanges(client: RestClient): ChangeSource {
  return {
    feed: numberedFeed({
      call: { system: client.system, path: PATH },
      limit: client.maxBatch,
      numberField: 'id',
      isGapless: true,
      changeOfRow,
      read: async (after, limit, call) => {
        const { body } = await client.get(PATH, { after, limit }, call);
        const rows = contract.rows(body, 'results', PATH);
        const { paging } = body as { readonly paging?: { readonly latest?: unknown } };
        return { rows, newest: paging?.latest };
      },
    }),
    read: (event) =>
      reportOfEvent(event, VOCABULARY, client.system, (data) => {
        const { fields, owners, request } = checkData(data, WEBHOOK);
        return { fields, owners, idempotencyKey: request?.idempotencyKey ?? null };
      }),
    // Customers have no owners.
    ownersOf: (_, ids) => Promise.resolve(new Map(ids.map((id) => [id, {}]))),
  };
}

function changeOfRow(row: unknown): ReportedChange | null {
  const { type, objectId: id, occurredAt: at, fields, owners, request } = checkEvent(row, PATH);
  const idempotencyKey = request?.idempotencyKey ?? null;
  return toReportedChange({ ...typeParts(type), id, at, fields, owners, idempotencyKey }, VOCABULARY);
}
