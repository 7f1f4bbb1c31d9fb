import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import type { Subscription, Reader, ReceivedEvent } from '../faults/reader.ts';
import type { Systems } from '../systems.ts';

interface EventFields {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly entityId: string;
}

interface CustomerEventFields extends EventFields {
  /** Null while the CRM is down. */
  readonly customer: { readonly phone: string | null } | null;
}

/** All changes, without the records that changed. */
export const EVERYTHING: Subscription = {
  name: 'everything',
  query: 'subscription ($after: String) { changes(after: $after) { cursor occurredAt entityId } }',
  variables: {},
  ids: null,
  eventIn: ({ changes }: { readonly changes: EventFields }) => ({
    cursor: changes.cursor,
    at: changes.occurredAt,
    id: changes.entityId,
    phone: null,
  }),
};

/** The changes of these customers, with their current state. */
export function customersAmong(ids: readonly string[]): Subscription {
  return {
    name: 'some, with customers',
    query: `subscription ($after: String, $ids: [ID!]) {
      customerChanged(after: $after, filter: { ids: $ids }) { cursor occurredAt entityId customer { phone } }
    }`,
    variables: { ids },
    ids: new Set(ids),
    eventIn: ({ customerChanged: event }: { readonly customerChanged: CustomerEventFields }) => ({
      cursor: event.cursor,
      at: event.occurredAt,
      id: event.entityId,
      phone: event.customer?.phone ?? null,
    }),
  };
}

/** A change made in the CRM itself. */
interface Written {
  readonly phone: number;
  /** By `performance`. */
  readonly madeAt: number;
}

/** A pause that separates counted changes from earlier ones by time; the CRM has the same clock. */
const APART_MS = 100;

/** Changes customers directly in the CRM, and compares these changes with what subscribers received. */
export class Ledger {
  readonly #systems: Systems;
  readonly #ids: readonly string[];
  readonly #written = new Map<string, Written[]>();
  #count = 0;
  #since = '';

  /** `ids` are global ids of customers that nothing else changes. */
  constructor(systems: Systems, ids: readonly string[]) {
    this.#systems = systems;
    this.#ids = ids;
  }

  /** Changes one of the customers; its new phone is the number of changes so far. */
  async write(dice: Dice): Promise<void> {
    const id = this.#ids[dice.between(0, this.#ids.length - 1)] ?? '';
    const phone = (this.#count += 1);
    const madeAt = performance.now();
    const path = `/customers/${id.replace('customer:', '')}`;
    const { status } = await this.#systems.ask('crm', path, 'PATCH', { phone: String(phone) });
    if (status !== 200) throw new Error(`The CRM answered ${status} to a change of ${id}.`);
    this.#written.set(id, [...(this.#written.get(id) ?? []), { phone, madeAt }]);
  }

  /** Makes changes until every reader has received one, and starts counting then. */
  async begin(readers: readonly Reader[], dice: Dice): Promise<void> {
    while (readers.some(({ events }) => events.length === 0)) {
      await this.write(dice);
      await pause(500);
    }
    await pause(APART_MS);
    this.#written.clear();
    this.#since = new Date().toISOString();
    await pause(APART_MS);
  }

  /** The number of counted changes. */
  get total(): number {
    return [...this.#written.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** The current phone of a customer; null if it has not been changed. */
  phoneOf(id: string): string | null {
    return this.#written.get(id)?.at(-1)?.phone.toString() ?? null;
  }

  /** The number of changes that a reader has not received. */
  missingFor(reader: Reader): number {
    const seen = new Set(this.#dueOf(reader).map(keyOf));
    return this.total - seen.size;
  }

  /** Milliseconds from change to delivery, for events that a reader has received since a time by `performance`. */
  lagsOf(reader: Reader, since: number): readonly number[] {
    const place = new Map<string, number>();
    return this.#dueOf(reader).flatMap(({ id, receivedAt }) => {
      const nth = place.get(id) ?? 0;
      place.set(id, nth + 1);
      const madeAt = this.#written.get(id)?.[nth]?.madeAt;
      return madeAt === undefined || receivedAt < since ? [] : [receivedAt - madeAt];
    });
  }

  /** The faults in what a reader received. */
  faultsOf(reader: Reader): readonly string[] {
    const faults: string[] = reader.losses.map((loss) => `was notified of lost events: ${loss}`);
    const missing = this.missingFor(reader);
    if (missing !== 0) faults.push(`received ${this.total - missing} of ${this.total} changes`);
    const due = this.#dueOf(reader);
    const twice = due.length - new Set(due.map(keyOf)).size;
    if (twice > 0) faults.push(`received ${twice} changes twice`);
    for (const [id, written] of this.#written) {
      const events = due.filter((one) => one.id === id);
      const ats = events.map(({ at }) => at);
      if (ats.some((at, nth) => at < (ats[nth - 1] ?? '')))
        faults.push(`received events of ${id} out of order`);
      const old = events.some(
        ({ phone }, nth) => phone !== null && Number(phone) < (written[nth]?.phone ?? 0),
      );
      if (twice === 0 && old) faults.push(`received an event of ${id} with data from before the change`);
    }
    return faults.map((fault) => `${reader.name} ${fault}`);
  }

  #dueOf({ events }: Reader): readonly ReceivedEvent[] {
    return events.filter(({ at, id }) => at > this.#since && this.#ids.includes(id));
  }
}

function keyOf({ id, at }: ReceivedEvent): string {
  return `${id} ${at}`;
}
