import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseExample } from '../../console/src/examples/parse.ts';
import { usePlayground } from '../support/playground.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = readdirSync(join(ROOT, 'console/examples'))
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map((file) => parseExample(readFileSync(join(ROOT, 'console/examples', file), 'utf8'), null));

/** Whether the placeholder of a field is wider than the field. */
function isCut(field: Element): boolean {
  const { clientWidth, placeholder } = field as HTMLInputElement;
  const { fontSize, fontFamily, paddingLeft, paddingRight } = getComputedStyle(field);
  const paper = document.createElement('canvas').getContext('2d');
  if (!paper) throw new Error('There is no canvas.');
  paper.font = `${fontSize} ${fontFamily}`;
  const room = clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return placeholder === '' || paper.measureText(placeholder).width > room;
}

/** Whether an operation is a subscription or a live query. */
const isContinuous = (query: string) => /^subscription|@live/m.test(query);

const { product, context, page, visit, leave, editor, tabs, activeTab, pane, show, choose, run, shownTable } =
  usePlayground();

describe('opening the playground', () => {
  beforeAll(() => visit());
  afterAll(leave);

  it('shows the examples, each in a tab of its name, with the first one open', async () => {
    expect(await page().title()).toBe('Isthmus playground');
    expect(await tabs().allTextContents()).toEqual(EXAMPLES.map(({ name }) => name));
    expect(await activeTab().textContent()).toBe(EXAMPLES[0]?.name);
    const listed = await pane('Examples').getByRole('listitem').allInnerTexts();
    expect(listed).toEqual(EXAMPLES.map(({ name, question }) => `${name}\n${question}`));
  });

  it('runs the operation by its shortcut at once, without a click into the editor', async () => {
    const answered = page().waitForResponse(
      (response) =>
        response.url() === `${product().url}/graphql` &&
        /FourSystems/.test(response.request().postData() ?? ''),
    );
    await page().keyboard.press('Control+Enter');
    expect(await (await answered).json()).toMatchObject({ data: {} });
    expect(await editor().innerText()).toMatch(/^#\sWhat\sbecame/);
  });

  it('says where the answer will be, until there is one', async () => {
    const hint = page().getByText('the answer shows here');
    await choose('ProfitAndLoss');
    await hint.waitFor();
    await run('ProfitAndLoss');
    await hint.waitFor({ state: 'detached' });
  });

  it('sends headers that let its page do no more than it needs', async () => {
    const { headers } = await fetch(`${product().url}/`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('lets its page open a WebSocket to the graph, for subscriptions', async () => {
    const opened = page().evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url, 'graphql-transport-ws');
          socket.onopen = () => resolve(socket.protocol);
          socket.onerror = () => resolve('refused');
        }),
      `${product().url.replace('http', 'ws')}/graphql`,
    );
    expect(await opened).toBe('graphql-transport-ws');
  });

  it('sends its scripts compressed and as immutable', async () => {
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(await (await fetch(`${product().url}/`)).text());
    const { headers } = await fetch(`${product().url}${script?.[1]}`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(headers.get('content-encoding')).toBe('br');
    expect(headers.get('cache-control')).toContain('immutable');
  });
});

describe('the examples', () => {
  beforeAll(() => visit());
  afterAll(leave);

  it.each(EXAMPLES.filter(({ query }) => !isContinuous(query)))(
    '$name answers its question',
    async ({ name }) => {
      await choose(name);
      const { data, errors } = await run(name);
      expect(errors).toBeUndefined();
      const [field] = Object.values(data as Record<string, { userErrors?: unknown } | null>);
      expect(field).not.toBeNull();
      expect(field?.userErrors ?? []).toEqual([]);
      await expect.poll(() => page().locator('.result-window').innerText()).toContain('"data"');
    },
  );
});

describe('on a phone', () => {
  beforeEach(() => visit());
  afterEach(leave);

  it('stacks the panes: an example can be chosen, run and read, and nothing is wider than the screen', async () => {
    await page().setViewportSize({ width: 390, height: 800 });
    const places = 'sidebar > button, plugin, sessions, editors, toolbar > button, response'.split(', ');
    const widest = async () => {
      const visible = page()
        .locator(places.map((place) => `.graphiql-${place}`).join())
        .filter({ visible: true });
      return Math.max(
        ...(await visible.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right))),
      );
    };
    await expect.poll(widest).toBeLessThanOrEqual(390);
    await choose('BestCustomers');
    expect((await run('BestCustomers')).errors).toBeUndefined();
    const response = page().locator('.result-window');
    await expect.poll(() => response.innerText()).toContain('"data"');
    const { width = 0, height = 0 } = (await response.boundingBox()) ?? {};
    expect(width).toBeGreaterThan(300);
    expect(height).toBeGreaterThan(120);
    await show('Table');
    await pane('Table').locator('td').first().waitFor();
    await expect.poll(widest).toBeLessThanOrEqual(390);
  });
});

describe('the visitor’s own work', () => {
  beforeEach(() => visit());
  afterEach(leave);

  it('examples that the visitor closed or changed stay so until they are chosen again', async () => {
    await editor().click();
    await page().keyboard.press('Control+Home');
    await page().keyboard.type('# mine\n');
    await page().locator('.graphiql-tab').nth(1).hover();
    await page().locator('.graphiql-tab').nth(1).locator('.graphiql-tab-close').click();
    const stored = () => page().evaluate(() => localStorage.getItem('graphiql:tabState') ?? '');
    await expect.poll(stored).toContain('# mine');
    await expect.poll(stored).not.toContain('BestCustomers');

    await page().reload();
    await editor().waitFor();
    expect(await editor().innerText()).toContain('mine');
    expect(await tabs().allTextContents()).not.toContain('BestCustomers');
    expect(await tabs().count()).toBe(EXAMPLES.length - 1);

    await choose('BestCustomers');
    expect(await tabs().count()).toBe(EXAMPLES.length);
    expect((await run('BestCustomers')).errors).toBeUndefined();
  });

  it('examples open again unchanged beside the visitor’s own version', async () => {
    await editor().click();
    await page().keyboard.press('Control+Home');
    await page().keyboard.type('# mine\n');
    await expect
      .poll(() => page().evaluate(() => localStorage.getItem('graphiql:query')))
      .toContain('# mine');
    await choose('FourSystems');
    expect(await tabs().count()).toBe(EXAMPLES.length + 1);
    expect(await editor().innerText()).not.toContain('mine');
  });
});

describe('the panes', () => {
  beforeEach(() => visit());
  afterEach(leave);

  it('explorer: lists the fields of the graph', async () => {
    await show('GraphiQL Explorer');
    const explorer = page().locator('.graphiql-explorer-root');
    await explorer.getByText('topCustomers', { exact: true }).waitFor();
    await explorer.getByText('salesReport', { exact: true }).waitFor();
  });

  it('explorer: opens at the top even if an argument’s input is further down, and takes no focus', async () => {
    await choose('Receivables');
    await show('GraphiQL Explorer');
    const explorer = page().locator('.graphiql-explorer-root');
    await explorer.getByText('buckets:', { exact: true }).waitFor();
    expect(
      await page()
        .locator('.graphiql-plugin')
        .evaluate((plugin) => plugin.scrollTop),
    ).toBe(0);
    expect(await explorer.locator(':focus').count()).toBe(0);
  });

  it('documentation: describes the graph', async () => {
    await show('Documentation Explorer');
    await page().getByText('One graph over the systems of a company').waitFor();
    const search = page().locator('.graphiql-doc-explorer-search input');
    expect(await search.evaluate(isCut)).toBe(false);
    await page().getByRole('link', { name: 'Query', exact: true }).click();
    await page().getByText('The customers who brought in most').waitFor();
  });

  it('table: shows the last answer, sorts it, and saves it as CSV', async () => {
    await choose('BestCustomers');
    const { data } = await run('BestCustomers');
    await show('Table');
    const best = data.topCustomers as { revenue: { amount: string }; customer: { name: string } }[];
    const [titles, ...lines] = await shownTable();
    expect(titles?.slice(0, 3)).toEqual(['revenue (USD)', 'orderCount', 'customer.name']);
    expect(lines.map((line) => line[2])).toEqual(best.map(({ customer }) => customer.name));
    expect(lines[0]?.[0]).toMatch(/^[\d,]+\.\d{2,4}$/);
    expect(Number(lines[0]?.[0]?.replaceAll(',', ''))).toBe(Number(best[0]?.revenue.amount));

    await pane('Table').getByRole('button', { name: 'customer.name' }).click();
    const names = best.map(({ customer }) => customer.name).sort();
    expect((await shownTable()).slice(1).map((line) => line[2])).toEqual(names);

    const [download] = await Promise.all([
      page().waitForEvent('download'),
      pane('Table').getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('BestCustomers-topCustomers.csv');
    const csv = parseCsv(readFileSync(await download.path(), 'utf8'), { bom: true });
    expect(csv.slice(1).map((line) => line[2])).toEqual(names);
    const last = best.find(({ customer }) => customer.name === names.at(-1));
    expect(csv.at(-1)?.[0]).toBe(last?.revenue.amount);
  });

  it('table: links a list within a row to its rows, until the next answer, and from there to the rows of all parents', async () => {
    await choose('FourSystems');
    const { data } = await run('FourSystems');
    await show('Table');
    expect((await shownTable()).slice(1)).toHaveLength(data.order.lines.length as number);

    await show('Examples');
    await choose('BestCustomers');
    const best = (await run('BestCustomers')).data.topCustomers as {
      customer: { orders: { nodes: { id: string }[] } };
    }[];
    await show('Table');
    await pane('Table').getByRole('button', { name: '1 row ›' }).nth(2).click();
    const ids = best.map(({ customer }) => customer.orders.nodes[0]?.id);
    const shownIds = async () => {
      const [titles = [], ...lines] = await shownTable();
      return lines.map((line) => line[titles.indexOf('id')]);
    };
    expect(await shownIds()).toEqual([ids[2]]);
    const list = pane('Table').getByLabel('List').locator('option:checked');
    expect(await list.innerText()).toMatch(/\(1 of 10\)$/);
    await pane('Table').getByRole('button', { name: 'Show all 10' }).click();
    expect(await list.innerText()).toMatch(/\(10\)$/);
    expect(await shownIds()).toEqual(ids);

    await pane('Table').getByLabel('List').selectOption('topCustomers');
    await pane('Table').getByRole('button', { name: '1 row ›' }).nth(2).click();
    expect(await shownIds()).toEqual([ids[2]]);
    await run('BestCustomers');
    // The third row of another answer may be another one.
    await expect.poll(shownIds).toEqual(ids);
  });

  it('table: expands to the whole width and back', async () => {
    await show('Table');
    await pane('Table').getByRole('button', { name: 'Whole width' }).click();
    await editor().waitFor({ state: 'hidden' });
    await pane('Table').getByRole('button', { name: 'Beside the query' }).click();
    await editor().waitFor();
  });

  it('table: says when the answer is only part of a list', async () => {
    await choose('PageByPage');
    const { data } = await run('PageByPage');
    await show('Table');
    const { totalCount } = data.orders as { totalCount: number };
    await pane('Table').getByText(`The answer has 10 of ${totalCount} rows`).waitFor();
  });

  it('table: keeps the active tab visible', async () => {
    await page().setViewportSize({ width: 1000, height: 800 });
    await choose('CustomerFile');
    await show('Table');
    const isInSight = (tab: Element) => {
      const [own, bar] = [tab, tab.closest('.graphiql-tabs')].map((element) =>
        element?.getBoundingClientRect(),
      );
      return own !== undefined && bar !== undefined && own.left >= bar.left - 1 && own.right <= bar.right + 1;
    };
    await expect.poll(() => activeTab().evaluate(isInSight)).toBe(true);
  });

  it('table: copies what it shows', async () => {
    await context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose('FourSystems');
    const { data } = await run('FourSystems');
    await show('Table');
    await pane('Table').getByRole('button', { name: 'Copy' }).click();
    await pane('Table').getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page().evaluate<string>('navigator.clipboard.readText()');
    const products = data.order.lines as { product: { name: string } }[];
    expect(
      copied
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[2]),
    ).toEqual(products.map(({ product: { name } }) => name));
  });
});
