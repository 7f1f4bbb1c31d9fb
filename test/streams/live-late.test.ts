import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Load } from '../../server/overload/load.ts';
import { changeOf, record } from '../support/changes.ts';
import { FaultServer, lostAnswer } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { Systems } from '../support/systems.ts';

let erp: FaultServer;
let product: Product;
let systems: Systems;
beforeAll(async () => {
  erp = await FaultServer.start();
  product = await startProduct(
    { CACHE: 'on' },
    { inFrontOf: { erp: (url) => ((erp.behind = url), erp.url) } },
  );
  // The only changes are those that this test records.
  await product.changes.intake.close();
  systems = new Systems(product);
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await erp[Symbol.asyncDispose]();
});

const THROTTLE_MS = 2_000;
const QUERY = `query @live(throttle: ${THROTTLE_MS}) { customer(id: "customer:29485") { email } }`;
const live = () => openRaw('websocket', product.url, { query: QUERY });
const emails = ({ results }: RawStream) => results.map(({ data }) => data.customer.email as string);

/** Changes the customer's email, and waits until that is announced. */
async function change(email: string): Promise<void> {
  const { status } = await systems.ask('crm', '/customers/29485', 'PATCH', { email });
  expect(status).toBe(200);
  await record(product, changeOf('Customer', '29485'));
  await expect.poll(() => product.changes.hub.position).toBe(await product.changes.log.newest());
}

/** Holds back the next run of an operation. */
function holdNextRun(): { readonly began: () => boolean; readonly release: () => void } {
  const gate = Promise.withResolvers<undefined>();
  let hasBegun = false;
  vi.spyOn(Load.prototype, 'during').mockImplementationOnce(async (work) => {
    hasBegun = true;
    vi.restoreAllMocks();
    await gate.promise;
    return work();
  });
  return { began: () => hasBegun, release: () => gate.resolve(undefined) };
}

/** Evicts stock through a write whose answer is lost: the change will only be announced when its system reports it. */
async function evictUnannounced(): Promise<void> {
  erp.always(lostAnswer);
  const { errors } = await product.query(
    `mutation { stockAdjust(input: { product: "product:922", location: "location:7", quantity: 1, reason: "Found" }) {
      userErrors { message } } }`,
  );
  expect(errors).toHaveLength(1);
  erp.forget();
}

test('a client that receives the last answer during a run that confirms it gets the next one with all others', async () => {
  using first = await live();
  await first.have(1);
  await change('second@example.com');
  // This client is answered at once, which leaves an answer for others; the first is answered by another run, after the throttle interval.
  using second = await live();
  await second.have(1);
  const run = holdNextRun();
  await expect.poll(run.began, { timeout: 2 * THROTTLE_MS }).toBe(true);
  await evictUnannounced();
  using late = await live();
  await late.have(1);
  run.release();
  await first.have(2);
  await change('third@example.com');
  await first.have(3);
  await expect.poll(() => emails(late), { timeout: THROTTLE_MS / 2 }).toEqual(emails(first).slice(1));
});
