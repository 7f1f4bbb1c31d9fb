import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { Systems } from '../support/systems.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const EXAMPLE = 'bank-matching';
const HEAD = 'booked_on,amount,currency,payer,remittance,entry_reference';

const opened = new AsyncDisposableStack();
let product: Product;
let folder: string;

beforeAll(async () => {
  folder = opened.use(temporaryFolder()).path;
  product = opened.use(await startProduct({ CACHE: 'on' }));
});
afterAll(() => opened.disposeAsync());

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly lines: readonly {
    readonly id: string;
    readonly is: string;
    readonly by?: string;
    readonly invoices?: string[];
    readonly reason?: string;
  }[];
}

/** Settings of a run over these statement lines, or over the example's own sample. */
function settings(name: string, lines?: readonly string[]): Record<string, string> {
  const base = { GRAPH_URL: `${product.url}/graphql`, REPORT: join(folder, `${name}.json`) };
  if (!lines) return base;
  const STATEMENT = join(folder, `${name}.csv`);
  writeFileSync(STATEMENT, [HEAD, ...lines].join('\n'));
  return { ...base, STATEMENT };
}

/** Runs the example to its end and gives its report. */
async function runMatching(env: Record<string, string>): Promise<Report> {
  await using process = new ExampleProcess(EXAMPLE, env);
  const { code, stderr } = await process.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(readFileSync(env['REPORT'] ?? '', 'utf8')) as Report;
}

/** The status of an invoice, and the references of its payments. */
async function invoice(id: string): Promise<{ status: string; references: string[] }> {
  const { data } = await product.query(
    'query ($id: ID!) { invoice(id: $id) { status payments { nodes { reference } } } }',
    { id },
  );
  const { status, payments } = data.invoice;
  return { status, references: payments.nodes.map(({ reference }: { reference: string }) => reference) };
}

async function paymentCount(): Promise<number> {
  const { data } = await product.query('{ payments(first: 1) { totalCount } }');
  return data.payments.totalCount as number;
}

test('a graph of smaller pages is read to the end', async () => {
  await using small = await product.another({ MAX_PAGE_SIZE: '40' });
  const usual = await runMatching({ ...settings('usual'), RECORD: 'off' });
  const env = {
    ...settings('small'),
    RECORD: 'off',
    GRAPH_URL: `${small.url}/graphql`,
    GRAPH_PAGE_SIZE: '40',
  };
  expect(await runMatching(env)).toEqual(usual);
});

test('the sample is matched by number, account or payer; unmatched lines give their reason', async () => {
  const before = await paymentCount();
  const { lines } = await runMatching(settings('sample'));
  const outcomes = lines.map(({ id, is, by, invoices, reason }) => [
    id,
    by ?? reason ?? is,
    ...(invoices ?? []),
  ]);
  expect(outcomes).toEqual([
    ['2014-007-0001', 'invoice number', 'invoice:INV-63059'],
    ['2014-007-0002', 'invoice number', 'invoice:INV-62948'],
    ['2014-007-0003', 'order number', 'invoice:INV-62881'],
    ['2014-007-0004', 'payer and amount', 'invoice:INV-62809'],
    ['2014-007-0005', 'outgoing'],
    ['2014-008-0001', 'account number', 'invoice:INV-62870'],
    ['2014-008-0002', 'invoice number', 'invoice:INV-60885', 'invoice:INV-51683'],
    ['2014-008-0003', 'AMOUNT_DIFFERS'],
    ['2014-007-0001', 'repeated'],
    ['2014-008-0004', 'ALREADY_PAID'],
    ['2014-008-0005', 'UNKNOWN_NUMBER'],
    ['2014-009-0001', 'invoice number', 'invoice:INV-62690'],
    ['2014-009-0002', 'AMBIGUOUS'],
    ['2014-009-0003', 'payer and amount', 'invoice:INV-62732'],
    ['2014-009-0004', 'CURRENCY_DIFFERS'],
    ['2014-009-0005', 'NO_REFERENCE'],
    ['2014-009-0006', 'ALREADY_PAID'],
  ]);
  expect(await paymentCount()).toBe(before + 9);
  expect(await invoice('invoice:INV-60885')).toEqual({ status: 'PAID', references: ['2014-008-0002'] });
  expect(await invoice('invoice:INV-62679')).toEqual({ status: 'OPEN', references: [] });
});

test('a second run over the same statement changes nothing', async () => {
  const before = await paymentCount();
  const { counts } = await runMatching(settings('again'));
  expect(counts).toEqual({ 'recorded before': 8, outgoing: 1, unmatched: 7, repeated: 1 });
  expect(await paymentCount()).toBe(before);
});

test(
  'after a kill between two invoices of one transfer, the next run records the rest',
  { timeout: 120_000 },
  async () => {
    const ids = ['invoice:INV-57736', 'invoice:INV-51562', 'invoice:INV-43837'];
    const env = settings('killed', [
      '2014-01-10,8940.91,USD,SHANNON CARLSON,"INV-57736, INV-51562, INV-43837",2014-010-0001',
    ]);
    await product.turn('accounting', { latencyMs: 1_000 });
    const process = new ExampleProcess(EXAMPLE, env);
    await process.printed('Recorded');
    await process.kill();
    await product.turn('accounting', { latencyMs: 0 });
    const midway = await Promise.all(ids.map(invoice));
    expect(midway.map(({ status }) => status).toSorted()).toContain('OPEN');
    const { lines } = await runMatching(env);
    expect(lines).toMatchObject([{ is: 'matched', by: 'invoice number' }]);
    for (const id of ids)
      expect(await invoice(id)).toEqual({ status: 'PAID', references: ['2014-010-0001'] });
    expect((await runMatching(env)).counts).toEqual({ 'recorded before': 1 });
  },
);

test('an order is paid if the invoice that replaced a voided one is', async () => {
  const issue = async () => {
    const { data } = await product.query(
      'mutation { invoiceIssue(input: { order: "order:51016" }) { invoice { id total { amount } } } }',
    );
    return data.invoiceIssue.invoice as { id: string; total: { amount: string } };
  };
  const voided = (await issue()).id.slice('invoice:'.length);
  const { status } = await new Systems(product).ask('accounting', `/Invoices/${voided}/Void`, 'POST', {});
  expect(status).toBe(200);
  await product.query('mutation { cacheEvict(input: { system: "accounting" }) { entries } }');
  const { id, total } = await issue();
  const { data } = await product.query(
    `mutation { paymentRecord(input: { invoice: "${id}", amount: { amount: "${total.amount}", currency: "USD" } }) { userErrors { code } } }`,
  );
  expect(data.paymentRecord.userErrors).toEqual([]);
  const line = `2014-01-13,865.20,USD,SOMEBODY,Order SO51016,2014-013-0001`;
  const { lines } = await runMatching(settings('replaced', [line]));
  expect(lines).toMatchObject([{ reason: 'ALREADY_PAID' }]);
});

test('two concurrent runs record each payment once', async () => {
  const lines = [
    '2014-01-11,71.79,USD,AMY YE,INV-59841,2014 011 0001',
    '2014-01-11,114.88,USD,AMY YE,INV-54892,2014 011 0002',
  ];
  const reports = await Promise.all([
    runMatching(settings('one', lines)),
    runMatching(settings('other', lines)),
  ]);
  // The second run gets the first run's answer, so nothing is left over for people to look into.
  for (const { counts } of reports) expect(counts['unmatched'] ?? 0).toBe(0);
  expect(await invoice('invoice:INV-59841')).toEqual({ status: 'PAID', references: ['2014 011 0001'] });
  expect(await invoice('invoice:INV-54892')).toEqual({ status: 'PAID', references: ['2014 011 0002'] });
});

test.each([
  ['MUELLER-GROSS JOERG', 'invoice:INV-62645', '91.13', 'customer:28059'],
  ['Jörg Müller-Groß', 'invoice:INV-62794', '28.16', 'customer:22561'],
  ['MULLER GROSS, JORG', 'invoice:INV-62720', '85.05', 'customer:13874'],
])('a payer is found when the bank spells the name %s', async (payer, id, amount, customer) => {
  const { data } = await product.query(
    'mutation ($id: ID!) { customerUpdate(id: $id, input: { firstName: "Jörg", lastName: "Müller-Groß" }) { userErrors { code } } }',
    { id: customer },
  );
  expect(data.customerUpdate.userErrors).toEqual([]);
  const reference = `2014-012-${amount}`;
  const { lines } = await runMatching(
    settings(`payer-${amount}`, [`2014-01-12,${amount},USD,"${payer}",bicycle,${reference}`]),
  );
  expect(lines).toMatchObject([{ by: 'payer and amount', invoices: [id] }]);
  expect(await invoice(id)).toEqual({ status: 'PAID', references: [reference] });
});

test('a statement with an invalid line is refused as a whole', async () => {
  const env = settings('broken', [
    '2014-01-10,71.79,USD,AMY YE,INV-59841,x',
    '2014-01-10,"71,79",USD,AMY YE,,y',
  ]);
  await using process = new ExampleProcess(EXAMPLE, env);
  expect(await process.ended).toMatchObject({
    code: 1,
    stderr: 'Line 2: "71,79" is no amount such as 12.50.\n',
  });
});
