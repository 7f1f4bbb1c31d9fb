import type { NewChange } from '../../changes/event.ts';
import type { ChangeLog } from '../../changes/log.ts';

const SYSTEM_OF: Readonly<Record<string, string>> = {
  Customer: 'crm',
  Order: 'commerce',
  StockLevel: 'erp',
  Invoice: 'accounting',
  Payment: 'accounting',
};

/** A change as a system would report it, with defaults for all that `more` does not set. */
export function changeOf(entity: string, id: string, more: Partial<NewChange> = {}): NewChange {
  return {
    system: SYSTEM_OF[entity] ?? 'crm',
    entity,
    id,
    kind: 'UPDATED',
    owners: {},
    ownersUnknown: false,
    fields: [],
    occurredAt: '2014-07-01T12:00:00.000Z',
    key: null,
    ...more,
  };
}

/** Records changes in one append, and gives their cursors. */
export async function record(
  { changes: { log } }: { readonly changes: { readonly log: ChangeLog } },
  ...changes: readonly NewChange[]
): Promise<string[]> {
  const recorded = await log.append({ changes, step: null, name: null });
  if (recorded.is !== 'recorded') throw new Error(`not recorded: ${recorded.is}`);
  return recorded.cursors.map(String);
}
