import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { changesAfter, lastChange, type RecordedChange } from '../kit/changes.ts';
import { Problem } from '../kit/problem.ts';
import type { Payload } from '../kit/webhooks.ts';
import { EventPage } from './event-schemas.ts';

const DEFAULT_LIMIT = 20;

/** `GET /events`. Not cacheable: callers ask in order to learn what is new. */
export function events(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/events',
    {
      schema: {
        tags: ['events'],
        operationId: 'listEvents',
        summary: 'Events, page by page',
        description:
          'All events after one, the oldest first: the same as in webhooks, for receivers that may have missed some. `after` is the id of the ' +
          'last event known, `paging.next.after`, or the `sequence` of a webhook without its leading zeros.',
        querystring: Type.Object({
          after: Type.Optional(
            Type.String({
              pattern: '^[0-9]{1,15}$',
              default: '0',
              description: 'Id of the last event known.',
            }),
          ),
          limit: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 100,
              default: DEFAULT_LIMIT,
              description: 'Events on a page.',
            }),
          ),
        }),
        response: { 200: ref(EventPage), 400: ref(Problem), 401: ref(Problem), 429: ref(Problem) },
      },
    },
    ({ query: { after = '0', limit = DEFAULT_LIMIT } }) => {
      const changes = changesAfter(db, Number(after), limit);
      const latest = lastChange(db);
      const last = changes.at(-1)?.seq ?? latest;
      return {
        results: changes.map(toEvent),
        paging: { ...(last < latest && { next: { after: String(last) } }), latest: String(latest) },
      };
    },
  );
}

/** The part of a webhook that describes the change, without the attributes of its envelope. */
export function eventData({ fields, owners, request }: RecordedChange, payload: Payload): object | undefined {
  if (payload === 'thin') return request === null ? undefined : { request: { idempotencyKey: request } };
  return { fields, owners, request: requestOf(request) };
}

function toEvent({ seq, entity, kind, id, at, fields, owners, request }: RecordedChange) {
  return {
    id: String(seq),
    type: `${entity}.${kind}`,
    objectId: id,
    occurredAt: at,
    fields: [...fields],
    owners: { ...owners } as Record<string, string | string[]>,
    request: requestOf(request),
  };
}

function requestOf(key: string | null) {
  return key === null ? null : { idempotencyKey: key };
}
