import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { collect, STREAMS } from '../support/streams.ts';
import { until } from '../support/until.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

async function cursor(): Promise<string> {
  const { data } = await product.query('{ changesCursor }');
  return data.changesCursor as string;
}

test.each(STREAMS)('over %s, who asks where the log is is told what happens after that', async (by) => {
  // The second time it is answered by the short way, which keeps answers.
  await cursor();
  const before = await cursor();
  const recorded = await product.changes.log.append({
    changes: [
      {
        system: 'crm',
        entity: 'Customer',
        id: '29485',
        kind: 'UPDATED',
        owners: {},
        ownersUnknown: false,
        fields: [],
        occurredAt: new Date().toISOString(),
        key: null,
      },
    ],
    place: null,
    once: null,
  });
  if (recorded.is !== 'recorded') throw new Error(recorded.is);
  await until(async () => expect(await cursor()).toBe(recorded.cursors[0]));
  using events = collect(by, product.url, {
    query: 'subscription ($after: String) { customerChanged(after: $after) { cursor } }',
    variables: { after: before },
  });
  const [told] = await events.take(1);
  expect(told?.data.customerChanged.cursor).toBe(recorded.cursors[0]);
});
