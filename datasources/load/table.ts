import type { Ref } from '../ids.ts';
import { EntityLoader } from './entity-loader.ts';
import { memo } from './memo.ts';

/** Reference data so small that it is always read whole, at most once a request: territories, accounts. */
export class Table<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityLoader<Entity, T>;
  /** All records, in the order that `read` gives them. */
  readonly all: () => Promise<readonly T[]>;

  constructor(read: () => Promise<readonly T[]>) {
    this.all = memo(async () => {
      const records = await read();
      for (const record of records) this.byId.prime(record.id, record);
      return records;
    });
    this.byId = new EntityLoader({
      isId: () => true,
      read: async () => new Map((await this.all()).map((record) => [record.id, record])),
    });
  }
}
