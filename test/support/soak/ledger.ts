import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import type { Asks, Reader, ToldEvent } from '../faults/reader.ts';
import type { Systems } from '../systems.ts';

interface Told {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly entityId: string;
}

interface ToldOfCustomer extends Told {
  /** Null while the CRM cannot be had. */
  readonly customer: { readonly phone: string | null } | null;
}

/** Everything that happens, and nothing of what it happened to. */
export const EVERYTHING: Asks = {
  name: 'everything',
  query: 'subscription ($after: String) { changes(after: $after) { cursor occurredAt entityId } }',
  variables: {},
  ids: null,
  eventIn: ({ changes }: { readonly changes: Told }) => ({
    cursor: changes.cursor,
    at: changes.occurredAt,
    id: changes.entityId,
    phone: null,
  }),
};

/** What happens to these customers, and how they are then. */
export function customersAmong(ids: readonly string[]): Asks {
  return {
    name: 'some, with customers',
    query: `subscription ($after: String, $ids: [ID!]) {
      customerChanged(after: $after, filter: { ids: $ids }) { cursor occurredAt entityId customer { phone } }
    }`,
    variables: { ids },
    ids: new Set(ids),
    eventIn: ({ customerChanged: told }: { readonly customerChanged: ToldOfCustomer }) => ({
      cursor: told.cursor,
      at: told.occurredAt,
      id: told.entityId,
      phone: told.customer?.phone ?? null,
    }),
  };
}

/** A change that was made at the CRM itself. */
interface Written {
  readonly phone: number;
  /** By `performance`. */
  readonly madeAt: number;
}

/** Apart from what was written before, by the clock that the CRM has as well. */
const APART_MS = 100;

/** Changes customers at the CRM, behind the gateway's back, and holds what subscribers were told against that. */
export class Ledger {
  readonly #systems: Systems;
  readonly #ids: readonly string[];
  readonly #written = new Map<string, Written[]>();
  #count = 0;
  #since = '';

  /** `ids` are global ones, of customers whom nobody else changes. */
  constructor(systems: Systems, ids: readonly string[]) {
    this.#systems = systems;
    this.#ids = ids;
  }

  /** Changes one of them; its phone is how many changes there were. */
  async write(dice: Dice): Promise<void> {
    const id = this.#ids[dice.between(0, this.#ids.length - 1)] ?? '';
    const phone = (this.#count += 1);
    const madeAt = performance.now();
    const path = `/customers/${id.replace('customer:', '')}`;
    const { status } = await this.#systems.ask('crm', path, 'PATCH', { phone: String(phone) });
    if (status !== 200) throw new Error(`The CRM answered ${status} to a change of ${id}.`);
    this.#written.set(id, [...(this.#written.get(id) ?? []), { phone, madeAt }]);
  }

  /** Writes until all are told, and counts from then on. */
  async begin(readers: readonly Reader[], dice: Dice): Promise<void> {
    while (readers.some(({ told }) => told.length === 0)) {
      await this.write(dice);
      await pause(500);
    }
    await pause(APART_MS);
    this.#written.clear();
    this.#since = new Date().toISOString();
    await pause(APART_MS);
  }

  /** How many changes count. */
  get total(): number {
    return [...this.#written.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** What a customer's phone is now; null where nothing was written of it. */
  phoneOf(id: string): string | null {
    return this.#written.get(id)?.at(-1)?.phone.toString() ?? null;
  }

  /** How many changes a reader has not been told of. */
  missingFor(reader: Reader): number {
    const seen = new Set(this.#dueOf(reader).map(keyOf));
    return this.total - seen.size;
  }

  /** Milliseconds from a change to its being told, for what a reader was told since a moment by `performance`. */
  lagsOf(reader: Reader, since: number): readonly number[] {
    const place = new Map<string, number>();
    return this.#dueOf(reader).flatMap(({ id, toldAt }) => {
      const nth = place.get(id) ?? 0;
      place.set(id, nth + 1);
      const madeAt = this.#written.get(id)?.[nth]?.madeAt;
      return madeAt === undefined || toldAt < since ? [] : [toldAt - madeAt];
    });
  }

  /** What is wrong with what a reader was told. */
  faultsOf(reader: Reader): readonly string[] {
    const faults: string[] = reader.losses.map((loss) => `was told of a loss: ${loss}`);
    const missing = this.missingFor(reader);
    if (missing !== 0) faults.push(`was told ${this.total - missing} of ${this.total} changes`);
    const due = this.#dueOf(reader);
    const twice = due.length - new Set(due.map(keyOf)).size;
    if (twice > 0) faults.push(`was told ${twice} changes twice`);
    for (const [id, written] of this.#written) {
      const told = due.filter((one) => one.id === id);
      const ats = told.map(({ at }) => at);
      if (ats.some((at, nth) => at < (ats[nth - 1] ?? ''))) faults.push(`was told of ${id} out of order`);
      const old = told.some(({ phone }, nth) => phone !== null && Number(phone) < (written[nth]?.phone ?? 0));
      if (twice === 0 && old) faults.push(`was told of ${id} with what it was before`);
    }
    return faults.map((fault) => `${reader.name} ${fault}`);
  }

  #dueOf({ told }: Reader): readonly ToldEvent[] {
    return told.filter(({ at, id }) => at > this.#since && this.#ids.includes(id));
  }
}

function keyOf({ id, at }: ToldEvent): string {
  return `${id} ${at}`;
}
