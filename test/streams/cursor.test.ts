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

test.each(STREAMS)(
  'over %s, a subscription that begins at changesCursor receives what happens after it',
  async (by) => {
    // The second time it is answered from the cache of answers.
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
      step: null,
      name: null,
    });
    if (recorded.is !== 'recorded') throw new Error(recorded.is);
    await until(async () => expect(await cursor()).toBe(recorded.cursors[0]));
    using events = collect(by, product.url, {
      query: 'subscription ($after: String) { customerChanged(after: $after) { cursor } }',
      variables: { after: before },
    });
    const [event] = await events.take(1);
    expect(event?.data.customerChanged.cursor).toBe(recorded.cursors[0]);
  },
);
