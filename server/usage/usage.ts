import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../datasources/logger.ts';
import type { FieldUse, UsageAdmin } from '../../resolvers/usage/admin.ts';
import type { Client } from '../client.ts';
import { UsageCounter, type Counts, type OperationCount, type UsedOperation } from './counter.ts';
import { DeprecatedInputs } from './deprecated-inputs.ts';
import { describe, descriptionIn, operationId, type Description } from './description.ts';
import { countedAt, deprecatedIn } from './elements.ts';
import { FieldUsageReport } from './report.ts';
import type { Day, Hit, UsageStore } from './store.ts';

/** Dependencies of {@link Usage}. */
export interface UsageParts {
  readonly schema: GraphQLSchema;
  readonly store: UsageStore;
  readonly log: Logger;
  /** The most characters of descriptions that this process stores in a day. */
  readonly maxDescribedChars: number;
  /** The current time in milliseconds since 1970; by default, the system clock. */
  readonly now?: () => number;
}

/** How often counts are written, all in one write. */
const WRITE_MS = 10_000;
const DAY_MS = 86_400_000;

/** By the id of the operation; null if it is lost. */
type Descriptions = ReadonlyMap<string, Description | null>;

/**
 * Counts which clients request which operations, and thereby which parts of the schema they use (docs/operations.md). A request costs a few
 * lookups in memory; what an operation uses is determined once, when it is first written. Variables are only inspected if the schema has
 * deprecated input fields or enum values, and only those that may contain some.
 */
export class Usage implements UsageAdmin {
  readonly #parts: Required<UsageParts>;
  readonly #counter = new UsageCounter();
  readonly #inputs: DeprecatedInputs;
  #described: { day: Day; chars: number } = { day: '', chars: 0 };
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: UsageParts) {
    this.#parts = { now: Date.now, ...parts };
    this.#inputs = new DeprecatedInputs(parts.schema);
  }

  /** Counts one request; `variables` are as the client sent them. */
  count(operation: UsedOperation, variables: Readonly<Record<string, unknown>>, client: Client): void {
    const inputs = this.#inputs.in(operation.document, operation.name, variables);
    this.#counter.count(operation, inputs, client);
    this.#timer ??= setTimeout(() => void this.#write(), WRITE_MS).unref();
  }

  isCounted(coordinate: string): boolean {
    return countedAt(this.#parts.schema, coordinate) !== null;
  }

  get deprecated(): readonly string[] {
    return deprecatedIn(this.#parts.schema);
  }

  async of(fields: readonly string[], days: number): Promise<readonly FieldUse[]> {
    const { schema, store, now } = this.#parts;
    await this.#write();
    const use = new FieldUsageReport(fields);
    const today = now();
    const asked = new Set(fields);
    let known: Descriptions = new Map();
    for (let back = 0; back < days; back += 1) {
      const { hits, others } = await store.read(dayOf(today - back * DAY_MS));
      known = await this.#descriptionsOf(hits, asked, known);
      use.add(hits, others, known);
    }
    const since = dayOf(today - (days - 1) * DAY_MS);
    return fields.map((field) => {
      const deprecationReason = countedAt(schema, field)?.deprecationReason ?? null;
      return { field, deprecationReason, since, ...use.of(field) };
    });
  }

  /** Writes what was counted. */
  close(): Promise<void> {
    return this.#write();
  }

  /**
   * Of one day at a time, and of these fields only: all days together may have any number of operations. `known` are those of another day.
   */
  async #descriptionsOf(
    hits: readonly Hit[],
    fields: ReadonlySet<string>,
    known: Descriptions,
  ): Promise<Descriptions> {
    const ids = [...new Set(hits.map(({ operation }) => operation))];
    const found = await this.#parts.store.descriptions(ids.filter((id) => !known.has(id)));
    return new Map(
      ids.map((id) => {
        const description = known.get(id) ?? descriptionIn(found.get(id));
        const uses = description?.uses.filter((use) => fields.has(use)) ?? [];
        return [id, description && { ...description, uses }];
      }),
    );
  }

  /** One write after the other, so that a report includes everything counted before. */
  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#counter.take();
    if (counts.counted.length > 0 || counts.others > 0)
      this.#writing = this.#writing.then(() => this.#writeOnce(counts));
    return this.#writing;
  }

  async #writeOnce({ counted, others }: Counts): Promise<void> {
    const { store, log, now } = this.#parts;
    const lastSeen = now();
    const operations = new Map(counted.map((one) => [operationId(one), one]));
    const hits = [...operations].flatMap(([operation, { clients }]) =>
      [...clients].map(([{ name: client, version }, requests]): Hit => {
        return { operation, client, version, requests, lastSeen };
      }),
    );
    try {
      const missing = await store.add(dayOf(lastSeen), { hits, others });
      const texts = this.#describe(missing, operations, dayOf(lastSeen));
      if (texts.size > 0) await store.describe(texts);
    } catch (err) {
      log.debug({ err }, 'usage could not be stored');
      // They may have been written. Reports on whether a field is still used mention that some requests are unknown.
      this.#counter.lose(hits.reduce((sum, { requests }) => sum + requests, others));
    }
  }

  /** Leaves out those for which there is no room today; until they are described, their requests count as unknown. */
  #describe(
    ids: readonly string[],
    operations: ReadonlyMap<string, OperationCount>,
    day: Day,
  ): ReadonlyMap<string, string> {
    if (day !== this.#described.day) this.#described = { day, chars: 0 };
    const texts = new Map<string, string>();
    for (const id of ids) {
      const operation = operations.get(id);
      if (!operation || this.#described.chars >= this.#parts.maxDescribedChars) continue;
      const text = describe(this.#parts.schema, operation);
      this.#described.chars += text.length;
      texts.set(id, text);
    }
    return texts;
  }
}

function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}
