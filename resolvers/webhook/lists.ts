import { decodeCursor, encodeCursor } from '../../datasources/load/cursor.ts';
import type { Page } from '../../datasources/load/page.ts';
import { Connection, type PageArgs } from '../connection.ts';
import { ownPageOf } from '../own-list.ts';
import type { DeliveryOutcome, WebhookAdmin } from './admin.ts';
import { toGraphDelivery } from './to-graph.ts';

/** Pages through the deliveries of a webhook, newest first. */
export function deliveriesOf(
  webhooks: WebhookAdmin,
  id: string,
  outcome: DeliveryOutcome | null,
  args: PageArgs,
) {
  const { first, after } = ownPageOf(args);
  const before = after === null ? null : Number(decodeCursor('delivery', after)[0]);
  return new Connection(
    async () => {
      const found = await webhooks.deliveries(id, { outcome, before, limit: first + 1 });
      const items = found.slice(0, first);
      const cursors = items.map(({ place }) => encodeCursor('delivery', place));
      return pageWith(items.map(toGraphDelivery), cursors, found.length > first, before !== null);
    },
    () => webhooks.count(id, outcome),
  );
}

function pageWith<T>(
  items: readonly T[],
  cursors: readonly string[],
  hasNext: boolean,
  hasPrevious: boolean,
): Page<T> {
  return { items, hasNext, hasPrevious, cursors: { is: 'listed', cursors } };
}
