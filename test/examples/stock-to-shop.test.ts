import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startShop, type Availability } from '../../examples/stock-to-shop/shop.ts';
import { Dice } from '../support/dice.ts';
import { settingsFor } from '../support/faults/identities.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { startProduct, type Product } from '../support/product.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const KEY = 'shop-key-of-the-test';
const EXAMPLE = 'stock-to-shop';
const TAKEN_OVER = 'Has taken over';
const GOES_ON = 'Goes on after';
const ERP_USER = { authorization: `Basic ${btoa('isthmus:local-erp-password')}` };

let product: Product;
/** A stock level of each product. */
let levels: readonly Level[];

interface Level {
  readonly ProductId: number;
  readonly LocationId: number;
}

beforeAll(async () => {
  product = await startProduct({ CHANGES_POLL_MS: '200', CACHE: 'on' });
  const all = await erpList<Level>('StockLevels');
  // One a product: a change that is missed is not to be mended by the next one.
  levels = [...new Map(all.map((level) => [level.ProductId, level])).values()];
});
afterAll(() => product[Symbol.asyncDispose]());

/** All rows of an entity set, asked of the ERP itself. */
async function erpList<Row>(set: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let url: string | undefined = `${product.systems.erp}/odata/v4/${set}?$top=100`; url !== undefined;) {
    const answer: Response = await fetch(url, { headers: ERP_USER });
    const page = (await answer.json()) as { value: Row[]; '@odata.nextLink'?: string };
    rows.push(...page.value);
    url = page['@odata.nextLink'];
  }
  return rows;
}

/** Moves stock at the ERP, behind the gateway's back. */
async function moveAtErp(level: Level, quantity: number): Promise<void> {
  const { ProductId, LocationId } = level;
  const answer = await fetch(`${product.systems.erp}/odata/v4/StockAdjustments`, {
    method: 'POST',
    headers: { ...ERP_USER, 'content-type': 'application/json' },
    body: JSON.stringify({ ProductId, LocationId, Quantity: quantity, Reason: 'a test' }),
  });
  expect(answer.status).toBe(201);
}

/** Moves stock through the graph. */
async function moveByGraph({ ProductId, LocationId }: Level, quantity: number): Promise<void> {
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

async function inTheShop(url: string): Promise<Record<string, number>> {
  const answer = await fetch(`${url}/v1/availability`, { headers: { authorization: `Bearer ${KEY}` } });
  const { items } = (await answer.json()) as { items: Availability[] };
  return Object.fromEntries(items.map(({ sku, available }) => [sku, available]));
}

async function inTheErp(): Promise<Record<string, number>> {
  const items = await erpList<{ Number: string; Available: number }>('Items');
  return Object.fromEntries(items.map(({ Number: sku, Available }) => [sku, Available]));
}

function settings(data: string, shop: string, graph = product.url): Record<string, string> {
  return { GRAPH_URL: `${graph}/graphql`, SHOP_URL: shop, SHOP_KEY: KEY, SHOP_DATA_DIR: data };
}

/** Moves stock of one level after the other until it is told to stop; gives how many it moved. */
async function moveStock(dice: Dice, stop: AbortSignal): Promise<number> {
  let moves = 0;
  for (const level of levels) {
    if (stop.aborted) break;
    const move = dice.percent(50) ? moveAtErp : moveByGraph;
    await move(level, dice.between(1, 9));
    moves += 1;
    await pause(dice.between(0, 30));
  }
  return moves;
}

test(
  'killed again and again while stock moves, it leaves the shop equal to the ERP',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    const env = settings(data.path, shop.url);
    const dice = new Dice(Date.now());
    const stop = new AbortController();
    const moving = moveStock(dice, stop.signal);
    let takenOver = 0;
    const untilKilled = async (text: string, atMostMs: number): Promise<void> => {
      const process = new ExampleProcess(EXAMPLE, env);
      await process.printed(text);
      await pause(dice.between(0, atMostMs));
      const { stdout } = await process.kill();
      if (stdout.includes(TAKEN_OVER)) takenOver += 1;
    };
    await untilKilled('From', 300);
    while (takenOver === 0) await untilKilled(TAKEN_OVER, 500);
    for (let kills = 0; kills < 6; kills += 1) await untilKilled(GOES_ON, 1_000);
    stop.abort();
    const moves = await moving;
    await using last = new ExampleProcess(EXAMPLE, env);
    await last.printed(GOES_ON);
    await until(async () => expect(await inTheShop(shop.url)).toEqual(await inTheErp()));
    console.log(`${moves} moves of stock, ${shop.writes} writes to the shop`);
    expect(takenOver).toBe(1);
  },
);

test(
  'what was on its way to the shop when it was killed is told once more',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    await using way = await TcpProxy.start(Number(new URL(shop.url).port));
    const env = settings(data.path, `http://127.0.0.1:${way.port}`);
    const killed = new ExampleProcess(EXAMPLE, env);
    await killed.printed(TAKEN_OVER);
    way.hold();
    for (const level of levels.slice(40, 50)) await moveAtErp(level, 1);
    // Long enough for the poll, and for the changes to be told.
    await pause(1_500);
    await killed.kill();
    way.cut();
    way.release();
    expect(await inTheShop(shop.url)).not.toEqual(await inTheErp());
    await using again = new ExampleProcess(EXAMPLE, env);
    await again.printed(GOES_ON);
    await until(async () => expect(await inTheShop(shop.url)).toEqual(await inTheErp()));
  },
);

test(
  'where the change log does not reach back to where it was, it takes over everything again',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
    {
      await using before = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
      await before.printed(TAKEN_OVER);
    }
    for (const level of levels.slice(0, 20)) await moveAtErp(level, 1);
    // It has a log of its own, which knows nothing of what the other gave out as cursors.
    await using other = await product.another();
    await using after = new ExampleProcess(EXAMPLE, settings(data.path, shop.url, other.url));
    const printed = await after.printed(TAKEN_OVER);
    expect(printed).toContain(GOES_ON);
    expect(printed).toContain('does not reach back');
    expect(await inTheShop(shop.url)).toEqual(await inTheErp());
  },
);

test(
  'while the shop is away it waits, and then tells it what happened meanwhile',
  { timeout: 120_000 },
  async () => {
    using data = temporaryFolder();
    const file = join(data.path, 'shop.sqlite');
    const before = await startShop(0, KEY, file);
    await using process = new ExampleProcess(EXAMPLE, settings(data.path, before.url));
    await process.printed(TAKEN_OVER);
    await before[Symbol.asyncDispose]();
    for (const level of levels.slice(20, 40)) await moveAtErp(level, 1);
    await process.printed('Goes on in');
    await using shop = await startShop(Number(new URL(before.url).port), KEY, file);
    await until(async () => expect(await inTheShop(shop.url)).toEqual(await inTheErp()));
  },
);

test('the gateway killed and started again is followed from where it was', { timeout: 120_000 }, async () => {
  using data = temporaryFolder();
  using log = temporaryFolder();
  await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
  const env = { ...settingsFor(product.systems), DATA_DIR: log.path, CHANGES_POLL_MS: '200' };
  const killed = await startGatewayProcess(env);
  await using process = new ExampleProcess(EXAMPLE, settings(data.path, shop.url, killed.url));
  await process.printed(TAKEN_OVER);
  await killed.kill();
  await process.printed('Goes on in');
  for (const level of levels.slice(50, 70)) await moveAtErp(level, 1);
  await using again = await startGatewayProcess({ ...env, PORT: new URL(killed.url).port });
  expect(again.url).toBe(killed.url);
  await until(async () => expect(await inTheShop(shop.url)).toEqual(await inTheErp()));
  const printed = await process.printed(GOES_ON);
  expect(printed.split(TAKEN_OVER)).toHaveLength(2);
});

test('a second one with the same state is refused', { timeout: 120_000 }, async () => {
  using data = temporaryFolder();
  await using shop = await startShop(0, KEY, join(data.path, 'shop.sqlite'));
  await using first = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
  await first.printed('From');
  await using second = new ExampleProcess(EXAMPLE, settings(data.path, shop.url));
  const { code, stderr } = await second.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('Another process uses');
});
