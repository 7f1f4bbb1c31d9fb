import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startShop, type Availability } from '../../examples/stock-to-shop/shop.ts';
import { Dice } from '../support/dice.ts';
import { settingsFor } from '../support/faults/credentials.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { startProduct, type Product } from '../support/product.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const KEY = 'shop-key-of-the-test';
const EXAMPLE = 'stock-to-shop';
const IMPORTED = 'Has taken over';
const RESUMES = 'Goes on after';
const ERP_USER = { authorization: `Basic ${btoa('isthmus:local-erp-password')}` };

let product: Product;
/** One stock level of each product. */
let levels: readonly Level[];

interface Level {
  readonly ProductId: number;
  readonly LocationId: number;
}

beforeAll(async () => {
  product = await startProduct({ CHANGES_POLL_MS: '200', CACHE: 'on' });
  const all = await erpRows<Level>('StockLevels');
  // Only one per product, so that a later change cannot make up for a missed one.
  levels = [...new Map(all.map((level) => [level.ProductId, level])).values()];
});
afterAll(() => product[Symbol.asyncDispose]());

/** All rows of an entity set, read from the ERP itself. */
async function erpRows<Row>(set: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let url: string | undefined = `${product.systems.erp}/odata/v4/${set}?$top=100`; url !== undefined;) {
    const answer: Response = await fetch(url, { headers: ERP_USER });
    const page = (await answer.json()) as { value: Row[]; '@odata.nextLink'?: string };
    rows.push(...page.value);
    url = page['@odata.nextLink'];
  }
  return rows;
}

/** Moves stock in the ERP directly, without the gateway. */
async function moveAtErp(level: Level, quantity: number): Promise<void> {
  const { ProductId, LocationId } = level;
  const answer = await fetch(`${product.systems.erp}/odata/v4/StockAdjustments`, {
    method: 'POST',
    headers: { ...ERP_USER, 'content-type': 'application/json' },
    body: JSON.stringify({ ProductId, LocationId, Quantity: quantity, Reason: 'a test' }),
  });
  expect(answer.status).toBe(201);
}

/** Moves stock through the gateway. */
async function moveByGateway({ ProductId, LocationId }: Level, quantity: number): Promise<void> {
  const input = {
    product: `product:${ProductId}`,
    location: `location:${LocationId}`,
    quantity,
    reason: 'a test',
  };
  const { data } = await product.query(
    'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { userErrors { code } } }',
    { input },
  );
  expect(data.stockAdjust.userErrors).toEqual([]);
}

async function shopStock(url: string): Promise<Record<string, number>> {
  const answer = await fetch(`${url}/v1/availability`, { headers: { authorization: `Bearer ${KEY}` } });
  const { items } = (await answer.json()) as { items: Availability[] };
  return Object.fromEntries(items.map(({ sku, available }) => [sku, available]));
}

async function erpStock(): Promise<Record<string, number>> {
  const items = await erpRows<{ Number: string; Available: number }>('Items');
  return Object.fromEntries(items.map(({ Number: sku, Available }) => [sku, Available]));
}

function settings(data: string, shop: string, graph = product.url): Record<string, string> {
  return { GRAPH_URL: `${graph}/graphql`, SHOP_URL: shop, SHOP_KEY: KEY, SHOP_DATA_DIR: data };
}

/** Moves stock of one level after the other until `stop` is aborted, and gives the number of moves. */
async function moveStock(dice: Dice, stop: AbortSignal): Promise<number> {
  let moves = 0;
  for (const level of levels) {
    if (stop.aborted) break;
    const move = dice.percent(50) ? moveAtErp : moveByGateway;
    await move(level, dice.between(1, 9));
    moves += 1;
    await pause(dice.between(0, 30));
  }
  return moves;
}

test(
  'after repeated kills while stock moves, the shop agrees with the ERP',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    const env = settings(data.path, shop.url);
    const dice = new Dice(Date.now());
    const stop = new AbortController();
    const moving = moveStock(dice, stop.signal);
    let imports = 0;
    const untilKilled = async (text: string, atMostMs: number): Promise<void> => {
      const process = new ExampleProcess(EXAMPLE, env);
      await process.printed(text);
      await pause(dice.between(0, atMostMs));
      const { stdout } = await process.kill();
      if (stdout.includes(IMPORTED)) imports += 1;
    };
    await untilKilled('From', 300);
    while (imports === 0) await untilKilled(IMPORTED, 500);
    for (let kills = 0; kills < 6; kills += 1) await untilKilled(RESUMES, 1_000);
    stop.abort();
    const moves = await moving;
    await using last = new ExampleProcess(EXAMPLE, env);
    await last.printed(RESUMES);
    await until(async () => expect(await shopStock(shop.url)).toEqual(await erpStock()));
    console.log(`${moves} moves of stock, ${shop.writes} writes to the shop`);
    expect(imports).toBe(1);
  },
);

test('updates that were in flight to the shop at a kill are sent again', { timeout: 120_000 }, async () => {
  using data = temporaryFolder();
  await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
  await using proxy = await TcpProxy.start(Number(new URL(shop.url).port));
  const env = settings(data.path, `http://127.0.0.1:${proxy.port}`);
  const killed = new ExampleProcess(EXAMPLE, env);
  await killed.printed(IMPORTED);
  proxy.hold();
  for (const level of levels.slice(40, 50)) await moveAtErp(level, 1);
  // Long enough for the poll, and for the changes to be delivered.
  await pause(1_500);
  await killed.kill();
  proxy.cut();
  proxy.release();
  expect(await shopStock(shop.url)).not.toEqual(await erpStock());
  await using again = new ExampleProcess(EXAMPLE, env);
  await again.printed(RESUMES);
  await until(async () => expect(await shopStock(shop.url)).toEqual(await erpStock()));
});

test(
  'if the change log does not reach back to its cursor, the example imports everything again',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    {
      await using before = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
      await before.printed(IMPORTED);
    }
    for (const level of levels.slice(0, 20)) await moveAtErp(level, 1);
    // This replica has its own log, which does not know the cursors of the other.
    await using other = await product.another();
    await using after = new ExampleProcess(EXAMPLE, settings(data.path, shop.url, other.url));
    const printed = await after.printed(IMPORTED);
    expect(printed).toContain(RESUMES);
    expect(printed).toContain('does not reach back');
    expect(await shopStock(shop.url)).toEqual(await erpStock());
  },
);

test(
  'while the shop is down the example waits, and then sends the changes made meanwhile',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    const file = join(data.path, 'shop.sqlite');
    const before = await startShop(0, KEY, file);
    await using process = new ExampleProcess(EXAMPLE, settings(data.path, before.url));
    await process.printed(IMPORTED);
    await before[Symbol.asyncDispose]();
    for (const level of levels.slice(20, 40)) await moveAtErp(level, 1);
    await process.printed('Goes on in');
    await using shop = await startShop(Number(new URL(before.url).port), KEY, file);
    await until(async () => expect(await shopStock(shop.url)).toEqual(await erpStock()));
  },
);

test(
  'after the gateway is killed and restarted, the example resumes from its cursor',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    using log = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    const env = { ...settingsFor(product.systems), DATA_DIR: log.path, CHANGES_POLL_MS: '200' };
    const killed = await startGatewayProcess(env);
    await using process = new ExampleProcess(EXAMPLE, settings(data.path, shop.url, killed.url));
    await process.printed(IMPORTED);
    await killed.kill();
    await process.printed('Goes on in');
    for (const level of levels.slice(50, 70)) await moveAtErp(level, 1);
    await using again = await startGatewayProcess({ ...env, PORT: new URL(killed.url).port });
    expect(again.url).toBe(killed.url);
    await until(async () => expect(await shopStock(shop.url)).toEqual(await erpStock()));
    const printed = await process.printed(RESUMES);
    expect(printed.split(IMPORTED)).toHaveLength(2);
  },
);

test('a second process with the same data directory is refused', { timeout: 120_000 }, async () => {
  using data = temporaryFolder();
  await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
  await using first = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
  await first.printed('From');
  await using second = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
  const { code, stderr } = await second.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('Another process uses');
});
