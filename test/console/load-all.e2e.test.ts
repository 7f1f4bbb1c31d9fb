import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usePlayground } from '../support/playground.ts';

const { product, page, visit, leave, pane, show, choose, run } = usePlayground();

describe('a table that is part of a list', () => {
  beforeEach(() => visit());
  afterEach(leave);

  it('loads the rest, and saves all of it', async () => {
    const save = async () => {
      const [download] = await Promise.all([
        page().waitForEvent('download'),
        pane('Table').getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      const lines = parseCsv(readFileSync(await download.path(), 'utf8'), { bom: true }).slice(1);
      return { name: download.suggestedFilename(), ids: lines.map((line) => line.at(-1)) };
    };
    await choose('OverdueByCountry');
    const { totalCount } = (await run('OverdueByCountry')).data.invoices as { totalCount: number };
    await show('Table');
    const part = await save();
    expect(part.name).toBe(`OverdueByCountry-invoices-nodes-20-of-${totalCount}.csv`);
    await pane('Table').getByRole('button', { name: 'Load all' }).click();
    const list = pane('Table').getByLabel('List').locator('option:checked');
    await expect.poll(() => list.innerText()).toBe(`invoices.nodes (${totalCount})`);
    expect(await pane('Table').getByText('The answer has').count()).toBe(0);
    const { name, ids } = await save();
    expect(name).toBe('OverdueByCountry-invoices-nodes.csv');
    expect(new Set(ids).size).toBe(totalCount);
    expect(ids.slice(0, 20)).toEqual(part.ids);
  });

  it('says why the rest does not come, and can be told not to wait for it', async () => {
    await choose('OverdueByCountry');
    const { totalCount } = (await run('OverdueByCountry')).data.invoices as { totalCount: number };
    await show('Table');
    const load = pane('Table').getByRole('button', { name: 'Load all' });
    await product().turn('accounting', { latencyMs: 5_000 });
    await load.click();
    await pane('Table').getByRole('button', { name: 'Cancel' }).click();
    await load.waitFor();
    await product().turn('accounting', { latencyMs: 0, failureRate: 1 });
    await load.click();
    await pane('Table').getByRole('listitem').first().waitFor();
    await product().turn('accounting', { failureRate: 0 });
    await pane('Table').getByText(`The answer has 20 of ${totalCount} rows`).waitFor();
  });
});
