import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOf, record } from '../support/changes.ts';
import { usePlayground } from '../support/playground.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const { product, page, visit, leave, pane, show, choose, run, shown, shownTable } = usePlayground();

describe('subscriptions and live queries', { timeout: 60_000 }, () => {
  let proxy: TcpProxy;
  beforeAll(async () => {
    proxy = await TcpProxy.start(Number(new URL(product().url).port));
    // A socket that is refused.
    await visit(`http://127.0.0.1:${proxy.port}`, /WebSocket connection to/);
  });
  afterAll(async () => {
    await leave();
    await proxy[Symbol.asyncDispose]();
  });

  const execute = () => page().getByRole('button', { name: 'Execute query' }).click();
  const stop = () => page().getByRole('button', { name: 'Stop query' }).click();

  const available = async () => Number(/"available": (\d+)/.exec(await shown())?.[1]);

  it('a live query shows what another example orders, until it is stopped', async () => {
    await choose('LiveStock');
    await execute();
    await expect.poll(shown).toContain('"available"');
    const before = await available();
    await choose('PlaceOrder');
    expect((await run('PlaceOrder')).data.orderPlace).toMatchObject({ userErrors: [] });
    await choose('LiveStock');
    await expect.poll(available).toBe(before - 1);
    await stop();
    await expect.poll(() => product().streams.size).toBe(0);
  });

  /** The rows of the list of events: time, kind, and the other cells. */
  const events = async () => {
    const rows = await pane('Events').locator('tbody tr').all();
    return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
  };
  const recordOrderChange = (id: string) =>
    record(product(), changeOf('Order', id, { fields: ['status'], owners: { Customer: '21768' } }));
  const running = () => page().locator('.graphiql-tab-button[data-running]').allTextContents();

  async function subscribe(): Promise<void> {
    await choose('EverythingThatHappens');
    await execute();
    await expect.poll(() => product().streams.size).toBe(1);
  }

  it('a subscription lists events, newest first, and shows the JSON of each, until it is stopped', async () => {
    await subscribe();
    await expect.poll(() => pane('Events').innerText()).toContain('waiting for the first event');
    await recordOrderChange('43697');
    await expect.poll(shown).toContain('"entityId": "order:43697"');
    await recordOrderChange('43698');
    await expect.poll(shown).toContain('"entityId": "order:43698"');
    const listed = await events();
    expect(listed.map(([time, kind]) => [/^\d\d:\d\d:\d\d\.\d{3}$/.test(time ?? ''), kind])).toEqual([
      [true, 'UPDATED'],
      [true, 'UPDATED'],
    ]);
    expect(listed.map((cells) => cells.find((cell) => cell.startsWith('order:')))).toEqual([
      'order:43698',
      'order:43697',
    ]);

    await pane('Events').locator('tbody tr').nth(1).click();
    await expect.poll(shown).toContain('"entityId": "order:43697"');
    await recordOrderChange('43699');
    await expect.poll(async () => (await events()).length).toBe(3);
    expect(await shown()).toContain('"entityId": "order:43697"');
    await pane('Events').locator('tbody button').first().focus();
    await page().keyboard.press('ArrowDown');
    await expect.poll(shown).toContain('"entityId": "order:43698"');
    await pane('Events').getByRole('button', { name: 'Back to the newest' }).click();
    await expect.poll(shown).toContain('"entityId": "order:43699"');

    await stop();
    await expect.poll(() => product().streams.size).toBe(0);
    await expect.poll(() => pane('Events').innerText()).toContain('Stopped: 3 events');
  });

  it('a subscription whose connection is cut goes on where it was, and misses nothing', async () => {
    await subscribe();
    await recordOrderChange('43697');
    await expect.poll(async () => (await events()).length).toBe(1);
    proxy.cut();
    await expect.poll(() => product().streams.size).toBe(0);
    await recordOrderChange('43698');
    await expect.poll(async () => (await events()).length, { timeout: 15_000 }).toBe(2);
    expect(await shown()).toContain('"entityId": "order:43698"');
    await expect.poll(() => pane('Events').innerText()).toContain('Running: 2 events');
    await stop();
    await expect.poll(() => product().streams.size).toBe(0);
  });

  it('a subscription goes on when the gateway was away for some seconds', async () => {
    await subscribe();
    await recordOrderChange('43697');
    await expect.poll(async () => (await events()).length).toBe(1);
    proxy.isAway = true;
    proxy.cut();
    await expect.poll(() => proxy.refused).toBeGreaterThan(0);
    await recordOrderChange('43698');
    proxy.isAway = false;
    await expect.poll(async () => (await events()).length, { timeout: 30_000 }).toBe(2);
    expect(await shown()).toContain('"entityId": "order:43698"');
    await stop();
    await expect.poll(() => product().streams.size).toBe(0);
  });

  it('a live query that cannot be connected says that the gateway may be down', async () => {
    proxy.isAway = true;
    await choose('LiveStock');
    await execute();
    await expect.poll(shown).toMatch(/The gateway\s+may be down/);
    proxy.isAway = false;
  });

  it('a subscription shows its events as a table', async () => {
    await subscribe();
    await show('Table');
    await pane('Table').getByText('Waiting for the first event.').waitFor();
    for (const id of ['43697', '43698']) await recordOrderChange(id);
    await expect.poll(async () => (await events()).length).toBe(2);
    const [titles = [], ...lines] = await shownTable();
    expect(titles.slice(0, 3)).toEqual(['receivedAt', 'kind', 'entityId']);
    expect(lines.map((line) => line[titles.indexOf('entityId')])).toEqual(['order:43698', 'order:43697']);
    await stop();
    await show('Examples');
  });

  it('a subscription runs on, marked as running, while another tab is open, and can be stopped on return', async () => {
    await subscribe();
    await choose('FourSystems');
    await expect.poll(running).toEqual(['EverythingThatHappens']);
    await expect
      .poll(() => page().getByRole('button', { name: 'running, EverythingThatHappens' }).count())
      .toBe(1);
    expect((await run('FourSystems')).errors).toBeUndefined();
    await expect.poll(shown).toContain('"orderedOn"');
    await recordOrderChange('43697');
    await page().getByRole('button', { name: 'New tab' }).click();
    await recordOrderChange('43698');
    await expect.poll(async () => (await shown()).trim()).toBe('');
    expect(product().streams.size).toBe(1);

    await choose('EverythingThatHappens');
    await expect.poll(shown).toContain('"entityId": "order:43698"');
    await expect.poll(async () => (await events()).length).toBe(2);
    await stop();
    await expect.poll(() => product().streams.size).toBe(0);
    await expect.poll(running).toEqual([]);
    await choose('FourSystems');
    await expect.poll(shown).toContain('"orderedOn"');
  });

  it('a live query stays current while another tab is open, and ends when its own is closed', async () => {
    await choose('LiveStock');
    await execute();
    await expect.poll(shown).toContain('"available"');
    await choose('FourSystems');
    await expect.poll(running).toEqual(['LiveStock']);
    const { data } = await product().query(
      `mutation { stockAdjust(input: { product: "product:707", location: "location:6", quantity: 17, reason: "found" }) {
        stockLevel { id onHand } userErrors { message } } }`,
    );
    const { id, onHand } = data.stockAdjust.stockLevel as { id: string; onHand: number };
    await record(
      product(),
      changeOf('StockLevel', id.replace('stock-level:', ''), { owners: { Product: '707', Location: '6' } }),
    );
    await choose('LiveStock');
    await expect.poll(shown).toContain(`"onHand": ${onHand}`);
    await choose('FourSystems');
    const tab = page().locator('.graphiql-tab', { hasText: 'LiveStock' });
    await tab.hover();
    await tab.locator('.graphiql-tab-close').click();
    await expect.poll(() => product().streams.size).toBe(0);
  });

  it('an answer that arrives after a switch to another tab is shown in its own tab only', async () => {
    await product().turn('crm', { latencyMs: 1_000 });
    await choose('FourSystems');
    const answered = run('FourSystems');
    await expect.poll(running).toEqual(['FourSystems']);
    await choose('ProfitAndLoss');
    await answered;
    await expect.poll(running).toEqual([]);
    await product().turn('crm', { latencyMs: 0 });
    expect((await shown()).trim()).toBe('');
    await choose('FourSystems');
    await expect.poll(shown).toContain('"orderedOn"');
  });
});
