import type { ChangeSource, ReportedChange } from '../changes.ts';
import { numberedFeed } from '../numbered-feed.ts';
import type { Owners } from '../owners.ts';
import type { RestClient } from '../rest/client.ts';
import { fieldsOf, toReportedChange, type Vocabulary } from '../vocabulary.ts';
import { ROOT } from './lists.ts';
import { contract } from './wire/contract.ts';

const PATH = `${ROOT}/Changes`;

const checkChange = contract.check('Change');

const VOCABULARY: Vocabulary = {
  stocklevel: {
    entity: 'StockLevel',
    owners: { item: 'Product', location: 'Location' },
    fields: { OnHand: 'onHand', Reserved: 'reserved', Available: 'available' },
  },
};

/** The fields of stock levels that may be reported as changed. */
export const ERP_FIELDS = fieldsOf(VOCABULARY);

/** How the ERP reports changes: by a record of all changes, which is polled. It sends no webhooks. */
export function erpChanges(client: RestClient): ChangeSource {
  return {
    feed: numberedFeed({
      call: { system: client.system, path: PATH },
      limit: client.maxBatch,
      numberField: 'Sequence',
      isGapless: true,
      changeOfRow,
      read: async (since, $top, call) => {
        const { body } = await client.get(PATH, { since, $top }, call);
        const rows = contract.rows(body, 'value', PATH);
        return { rows, newest: (body as { readonly Last?: unknown }).Last };
      },
    }),
    read: () => null,
    ownersOf: (entity, ids) =>
      Promise.resolve(new Map(entity === 'StockLevel' ? ids.flatMap((id) => ownersById(id)) : [])),
  };
}

function changeOfRow(row: unknown): ReportedChange | null {
  const wire = checkChange(row, PATH);
  return toReportedChange(
    {
      entity: wire.Entity,
      id: wire.Key,
      kind: wire.Kind,
      fields: wire.Fields,
      owners: wire.Owners,
      at: wire.At,
      idempotencyKey: wire.Request?.IdempotencyKey ?? null,
    },
    VOCABULARY,
  );
}

/** The id of a stock level contains the ids of both owners: `776-60`. */
function ownersById(id: string): readonly (readonly [string, Owners])[] {
  const [, product, location] = /^(\d+)-(\d+)$/.exec(id) ?? [];
  return product !== undefined && location !== undefined
    ? [[id, { Product: product, Location: location }]]
    : [];
}
