import { keyOfWrite, type ReportedChange } from '../changes.ts';
import type { Owners } from '../owners.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import type { Shared } from '../scope.ts';
import { stepFrom, type Dated, type Place, type Step } from './modified.ts';
import { BASE, rowsOf } from './wire/contract.ts';

/** The fields of a row that its changes are built from, checked. */
export interface ModifiedRow {
  readonly owners: Owners;
  /** RFC 3339, as is the next; undefined if the system does not say. */
  readonly createdAt: string | undefined;
  readonly updatedAt: string;
  /** `Idempotency-Key` of the write that created it; null if unknown. */
  readonly createdBy: string | null;
  /** `Idempotency-Key` of the write that changed it last, which may be the same; null if unknown. */
  readonly updatedBy: string | null;
}

/** A list that can be polled for changes since a time. */
export interface ModifiedListSpec {
  /** Last part of its path, and the member of an answer that contains its rows. */
  readonly name: 'Invoices' | 'Payments';
  readonly entity: string;
  readonly idField: string;
  /** Throws ContractError. */
  readonly toRow: (payload: unknown) => ModifiedRow;
}

/** The number of rows read first, so that a row written late among them is noticed from the start. */
const FIRST = 20;

/** The changes of one list of the accounting system, read with `If-Modified-Since`. */
export class ModifiedList {
  readonly name: string;
  readonly #client: RestClient;
  readonly #spec: ModifiedListSpec;
  readonly #path: string;

  constructor(client: RestClient, spec: ModifiedListSpec) {
    this.name = spec.name;
    this.#client = client;
    this.#spec = spec;
    this.#path = `${BASE}/${spec.name}`;
  }

  /** Returns the current place. */
  async newest(call: Shared): Promise<Place> {
    const query = { order: 'UpdatedAt DESC', page: 1, pageSize: Math.min(FIRST, this.#client.maxBatch) };
    const { body } = await this.#client.get(this.#path, query, call);
    const rows = rowsOf(body, this.name, this.#path).rows.map((row) => this.#dated(row));
    let place: Place = { since: rows.at(-1)?.at ?? 0, reported: new Map() };
    for (let hasMore = true; hasMore;) ({ place, hasMore } = await this.step(place, call));
    return place;
  }

  /** Returns the next rows that have not been reported yet. */
  step(place: Place, call: Shared): Promise<Step<unknown>> {
    const pageSize = this.#client.maxBatch;
    return stepFrom<unknown>(place, pageSize, async (since, page) => {
      const query = { order: 'UpdatedAt ASC', page, pageSize };
      const time = new Date(since).toISOString();
      const answer = await this.#client.modified(this.#path, query, time, call);
      if (!answer) return { rows: [], hasMore: false };
      const { rows, hasMore } = rowsOf(answer.body, this.name, this.#path);
      return { rows: this.#ordered(rows, since), hasMore };
    });
  }

  /**
   * Returns the changes of a row since a place. A row that was created and changed since gets both. If the system does not say when a row
   * was created, it is reported as updated. Throws ContractError.
   */
  changesOf({ id, at, row }: Dated<unknown>, { since, reported }: Place): readonly ReportedChange[] {
    const { owners, createdAt, createdBy, updatedAt, updatedBy } = this.#spec.toRow(row);
    const { entity } = this.#spec;
    const change = (kind: ReportedChange['kind'], occurredAt: string, by: string | null): ReportedChange => ({
      entity,
      id,
      kind,
      owners,
      ownersUnknown: false,
      fields: [],
      occurredAt,
      key: by === null ? null : keyOfWrite(by, { entity, id }),
    });
    const updated = change('UPDATED', updatedAt, updatedBy);
    const bornAt = createdAt === undefined ? -Infinity : Date.parse(createdAt);
    if (createdAt === undefined || bornAt < since || reported.has(id)) return [updated];
    const created = change('CREATED', createdAt, createdBy);
    return bornAt === at && createdBy === updatedBy ? [created] : [created, updated];
  }

  #ordered(rows: readonly unknown[], since: number): readonly Dated<unknown>[] {
    let last = since;
    return rows.map((row) => {
      const dated = this.#dated(row);
      if (dated.at < last) throw this.#broken(`"${dated.id}" before its turn by UpdatedAt`);
      last = dated.at;
      return dated;
    });
  }

  #dated(row: unknown): Dated<unknown> {
    const { [this.#spec.idField]: id, UpdatedAt } = Object(row) as Readonly<Record<string, unknown>>;
    const at = typeof UpdatedAt === 'string' ? Date.parse(UpdatedAt) : NaN;
    if (typeof id === 'string' && !Number.isNaN(at)) return { id, at, row };
    throw this.#broken(`a row without "${this.#spec.idField}" or "UpdatedAt"`);
  }

  #broken(detail: string): ContractError {
    return new ContractError({ system: this.#client.system, method: 'GET', path: this.#path }, detail);
  }
}
