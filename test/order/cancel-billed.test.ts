import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { orderOf, pay, PLACE_BRIEFLY } from '../support/ordering.ts';
import { Systems } from '../support/systems.ts';
import { until } from '../support/until.ts';

let product: FaultyProduct;
let systems: Systems;
let order: string;
beforeAll(async () => {
  product = await startFaultyProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());
beforeEach(async () => {
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(14100, 936) });
  order = data.orderPlace.order.id;
  await systems.ask('accounting', `/Invoices/${data.orderPlace.invoice.id.slice(8)}/Void`, 'POST');
});

const ISSUE = `mutation ($order: ID!, $key: String) {
  invoiceIssue(input: { order: $order }, idempotencyKey: $key) { invoice { id } userErrors { path code } }
}`;

const REFUSAL = { path: ['input', 'order'], code: 'ALREADY_CANCELLED' };

/** Cancels the order while it is billed; `faults` concern all other calls to accounting. */
function cancelWhileBilled(
  billed: () => unknown = () => null,
  faults: (call: string) => Fault | Promise<Fault> = () => 'pass',
) {
  const cancel = 'mutation ($order: ID!) { orderCancel(id: $order) { order { id } } }';
  product.proxies.accounting.set(async (call): Promise<Fault> => {
    if (!/^POST \S+\/Invoices$/.test(call)) return faults(call);
    await product.query(cancel, { order });
    billed();
    return 'pass';
  });
}

async function statuses(): Promise<unknown[]> {
  const { data } = await product.query(`{ order(id: "${order}") { invoices { nodes { status } } } }`);
  return data.order.invoices.nodes.map(({ status }: { status: unknown }) => status);
}

test('the invoice is voided that is issued while its order is being cancelled', async () => {
  cancelWhileBilled();
  const { data } = await product.ask(ISSUE, { order });
  expect(data.invoiceIssue).toEqual({ invoice: null, userErrors: [REFUSAL] });
  expect(await statuses()).toEqual(['VOIDED', 'VOIDED']);
});

test('it is voided although the caller has disconnected', async () => {
  const caller = new AbortController();
  cancelWhileBilled(() => caller.abort());
  await expect(product.ask(ISSUE, { order }, caller.signal)).rejects.toThrow('aborted');
  await until(async () => expect(await statuses()).toEqual(['VOIDED', 'VOIDED']));
});

test('it is voided by a repeated call if it could not be voided at first', async () => {
  cancelWhileBilled(undefined, (call) => (call.endsWith('/Void') ? 'cut' : 'pass'));
  const variables = { order, key: `again-${order}` };
  expect((await product.ask(ISSUE, variables)).errors).toHaveLength(1);
  expect(await statuses()).toEqual(['VOIDED', 'OPEN']);
  product.proxies.accounting.set();
  const { data } = await product.ask(ISSUE, variables);
  expect(data.invoiceIssue).toEqual({ invoice: null, userErrors: [REFUSAL] });
  expect(await statuses()).toEqual(['VOIDED', 'VOIDED']);
});

test('it is kept if it has been paid meanwhile, and the payload says so', async () => {
  cancelWhileBilled(undefined, async (call): Promise<Fault> => {
    const [, invoice] = /\/Invoices\/([^/]+)\/Void$/.exec(call) ?? [];
    if (invoice) await pay(systems, invoice, '1');
    return 'pass';
  });
  const { data } = await product.ask(ISSUE, { order });
  expect(data.invoiceIssue).toEqual({
    invoice: null,
    userErrors: [REFUSAL, { ...REFUSAL, code: 'ALREADY_PAID' }],
  });
  expect(await statuses()).toEqual(['VOIDED', 'OPEN']);
});
