import { Type } from 'typebox';
import { ref } from '../../kit/app.ts';
import { moment, nullable } from './fields.ts';

const fields = Type.Array(Type.String(), {
  description: 'Names of the changed fields where it was updated; empty otherwise.',
});

const owners = Type.Unsafe<Record<string, string | string[]>>({
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  description:
    'Whose it is: `customer`, with the id as text. If it moved from one to another, both in a list.',
});

/** The write that made a change. */
export const EventRequest = Type.Object(
  { idempotency_key: Type.String({ description: 'Its `Idempotency-Key`.' }) },
  { $id: 'EventRequest', description: 'The write that made a change, where it came with a key.' },
);

const request = Type.Optional(
  nullable(ref(EventRequest), 'The write that made the change; null where it had no `Idempotency-Key`.'),
);

/** What a webhook carries in `data`. */
export const EventData = Type.Object(
  { fields: Type.Optional(fields), owners: Type.Optional(owners), request },
  {
    $id: 'EventData',
    description:
      'The `data` of an event that is sent to a receiver; without `fields` and `owners` where its payload is thin.',
  },
);

/** An event in the record. */
export const Event = Type.Object(
  {
    id: Type.Integer({
      minimum: 1,
      description:
        'Its place in the order of events, without gaps: `sequence` of the same event in a webhook.',
    }),
    type: Type.String({ description: '`order.created` or `order.updated`.' }),
    subject: Type.String({ description: 'Id of what it happened to.' }),
    occurred_at: moment('When it happened.'),
    fields,
    owners,
    request,
  },
  { $id: 'Event', description: 'An event.' },
);

/** A page of the record of events. */
export const EventPage = Type.Object(
  {
    events: Type.Array(ref(Event), { description: 'The oldest first; none where nothing is new.' }),
    last_id: Type.Integer({
      minimum: 0,
      description: 'Id of the newest event there is; 0 where there is none.',
    }),
  },
  { $id: 'EventPage', description: 'A page of the record of events.' },
);
