import { Type } from 'typebox';
import { ref } from '../kit/app.ts';

const fields = Type.Array(Type.String(), {
  description: 'Names of the changed fields where it was updated; empty otherwise.',
});

const owners = Type.Unsafe<Record<string, string | string[]>>({
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  description: 'What it belongs to, by kind; customers belong to nothing.',
});

/** The write that made a change. */
export const EventRequest = Type.Object(
  { idempotencyKey: Type.String({ description: 'Its `Idempotency-Key`.' }) },
  { $id: 'EventRequest', description: 'The write that made a change, where it came with a key.' },
);

const request = Type.Optional(
  Type.Union([ref(EventRequest), Type.Null()], {
    description: 'The write that made the change; null where it had no `Idempotency-Key`.',
  }),
);

/** What a webhook carries in `data`. */
export const EventData = Type.Object(
  { fields: Type.Optional(fields), owners: Type.Optional(owners), request },
  {
    $id: 'EventData',
    description:
      'The `data` of an event that is posted to a receiver; without `fields` and `owners` where its payload is thin.',
  },
);

/** An event in the record. */
export const Event = Type.Object(
  {
    id: Type.String({
      pattern: '^[0-9]{1,15}$',
      description:
        'Its place in the order of events, from 1 without gaps: `sequence` of the same event in a webhook.',
    }),
    type: Type.String({ description: '`customer.created` or `customer.updated`.' }),
    objectId: Type.String({ description: 'Id of what it happened to.' }),
    occurredAt: Type.String({ format: 'date-time', description: 'When it happened (UTC).' }),
    fields,
    owners,
    request,
  },
  { $id: 'Event', description: 'An event.' },
);

/** How to continue in the record of events. */
export const EventPaging = Type.Object(
  {
    next: Type.Optional(
      Type.Object(
        {
          after: Type.String({
            description: 'Value of `after` for the next page: id of the last event on this one.',
          }),
        },
        { description: 'Absent on the last page.' },
      ),
    ),
    latest: Type.String({
      pattern: '^[0-9]{1,15}$',
      description: 'Id of the newest event there is; `0` where there is none.',
    }),
  },
  { $id: 'EventPaging', description: 'How to continue.' },
);

/** A page of the record of events. */
export const EventPage = Type.Object(
  {
    results: Type.Array(ref(Event), { description: 'The oldest first; none where nothing is new.' }),
    paging: ref(EventPaging),
  },
  { $id: 'EventPage', description: 'A page of the record of events.' },
);
