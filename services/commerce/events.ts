import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { changesAfter, lastChange, type RecordedChange } from '../kit/changes.ts';
import type { Payload } from '../kit/webhooks.ts';
import { linkToNext } from './link.ts';
import { EventPage } from './schemas/event.ts';
import { PROBLEMS } from './schemas/fields.ts';

const DEFAULT_LIMIT = 50;

/** `GET /events`. Not cacheable: callers ask in order to learn what is new. */
export function addEvents(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        summary: 'Lists events',
        description:
          'What happened after an event, the oldest first: the same as in webhooks, for receivers that may have missed some. `Link` leads to the next page.',
        querystring: Type.Object({
          after_id: Type.Optional(
            Type.Integer({ minimum: 0, default: 0, description: 'Id of the last event known.' }),
          ),
          limit: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 100,
              default: DEFAULT_LIMIT,
              description: 'Events in a page.',
            }),
          ),
        }),
        response: { 200: ref(EventPage), ...PROBLEMS },
      },
    },
    (request, reply) => {
      const { after_id: after = 0, limit = DEFAULT_LIMIT } = request.query;
      const changes = changesAfter(db, after, limit);
      const newest = lastChange(db);
      const last = changes.at(-1)?.seq ?? newest;
      linkToNext(request, reply, last < newest ? String(last) : null, 'after_id');
      return { events: changes.map(toEvent), last_id: newest };
    },
  );
}

/** The part of a webhook that describes the change, without the attributes of its envelope. */
export function eventData({ fields, owners, request }: RecordedChange, payload: Payload): object | undefined {
  if (payload === 'thin') return request === null ? undefined : { request: { idempotency_key: request } };
  return { fields, owners, request: requestOf(request) };
}

function toEvent({ seq, entity, kind, id, at, fields, owners, request }: RecordedChange) {
  return {
    id: seq,
    type: `${entity}.${kind}`,
    subject: id,
    occurred_at: at,
    fields: [...fields],
    owners: { ...owners } as Record<string, string | string[]>,
    request: requestOf(request),
  };
}

function requestOf(key: string | null) {
  return key === null ? null : { idempotency_key: key };
}
