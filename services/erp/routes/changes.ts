import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { changesAfter, lastChange, type RecordedChange } from '../../kit/changes.ts';
import { transaction } from '../../kit/database.ts';
import { recordExpiries } from '../reservations.ts';
import { ChangePage, READ_REFUSALS } from '../schemas/answers.ts';

/** `GET /Changes`. Not cacheable: callers ask in order to learn what is new. */
export function addChanges(app: ServiceApp, db: DatabaseSync): void {
  const feed = {
    operationId: 'listChanges',
    summary: 'Changes, in the order in which they happened',
    description:
      'A reservation that expires is free from that moment on; the change of its stock is recorded when changes are next requested.',
    querystring: Type.Object({
      since: Type.Optional(
        Type.Integer({ minimum: 0, default: 0, description: 'Sequence of the last change known.' }),
      ),
      $top: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'Changes at most.' }),
      ),
    }),
    response: { 200: ref(ChangePage), ...READ_REFUSALS },
  };
  app.get('/Changes', { schema: feed }, ({ query: { since = 0, $top = 100 } }) => {
    // Nothing runs at the moment when a reservation expires, so expiries are recorded when changes are requested.
    transaction(db, () => recordExpiries(db));
    const changes = changesAfter(db, since, $top);
    return { value: changes.map(toChange), Next: changes.at(-1)?.seq ?? since, Last: lastChange(db) };
  });
}

function toChange({ seq, at, entity, id, kind, fields, owners, request }: RecordedChange) {
  return {
    Sequence: seq,
    At: at,
    Entity: entity,
    Key: id,
    Kind: kind,
    Fields: [...fields],
    Owners: { ...owners } as Record<string, string | string[]>,
    Request: request === null ? null : { IdempotencyKey: request },
  };
}
