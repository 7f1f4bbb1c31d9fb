import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { changesAfter } from '../../kit/changes.ts';
import { ChangePage, READ_REFUSALS } from '../schemas/answers.ts';

/** `GET /Changes`. Never to be stored: it is asked to learn what is new. */
export function addChanges(app: ServiceApp, db: DatabaseSync): void {
  const feed = {
    operationId: 'listChanges',
    summary: 'What changed, in the order it happened',
    description: 'A reservation that expires makes no change: it counts as free from that moment on.',
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
    const changes = changesAfter(db, since, $top);
    return {
      value: changes.map((change) => ({
        Sequence: change.seq,
        At: change.at,
        Entity: change.entity,
        Key: change.id,
        Kind: change.kind,
        Fields: [...change.fields],
        Owners: { ...change.owners },
      })),
      Next: changes.at(-1)?.seq ?? since,
    };
  });
}
