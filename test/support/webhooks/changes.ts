import type { ChangeEvent, NewChange } from '../../../changes/event.ts';
import type { ChangeLog } from '../../../changes/log.ts';
import { record } from '../changes.ts';

/** A change of an order, with defaults for all that `change` does not set. */
export function changeOf(id: string, change: Partial<NewChange> = {}): NewChange {
  return {
    system: 'commerce',
    entity: 'Order',
    id,
    kind: 'UPDATED',
    owners: { Customer: '42' },
    ownersUnknown: false,
    fields: ['status'],
    occurredAt: '2026-01-01T00:00:00.000Z',
    key: null,
    ...change,
  };
}

/** Records changes of orders with these ids, and gives them as the log returns them. */
export async function recorded(log: ChangeLog, ids: readonly string[]): Promise<readonly ChangeEvent[]> {
  const before = await log.newest();
  await record({ changes: { log } }, ...ids.map((id) => changeOf(id)));
  return log.read(before, ids.length);
}
