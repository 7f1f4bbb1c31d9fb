import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOf, record } from '../support/changes.ts';
import { faintTexts } from '../support/contrast.ts';
import { usePlayground } from '../support/playground.ts';

const { product, page, visit, leave, pane, show, choose, run } = usePlayground();

describe.each(['light', 'dark'] as const)('in the %s theme', { timeout: 60_000 }, (colorScheme) => {
  beforeAll(async () => {
    await visit();
    await page().emulateMedia({ colorScheme });
    await page().reload();
    await pane('Examples').waitFor();
  });
  afterAll(leave);

  it('examples, an answer and its table stand out from what is behind them', async () => {
    await choose('BestCustomers');
    await run('BestCustomers');
    await expect.poll(() => page().locator('.result-window').innerText()).toContain('"data"');
    expect(await faintTexts(page())).toEqual([]);
    await show('Table');
    await pane('Table').locator('td').first().waitFor();
    expect(await faintTexts(page())).toEqual([]);
    await show('Examples');
  });

  it('so do the errors of an answer', async () => {
    await product().turn('crm', { failureRate: 1 });
    await choose('BestCustomers');
    expect((await run('BestCustomers')).errors).not.toBeUndefined();
    await product().turn('crm', { failureRate: 0 });
    await show('Table');
    await pane('Table').getByRole('listitem').first().waitFor();
    expect(await faintTexts(page())).toEqual([]);
    await show('Examples');
  });

  it('so do the events of a subscription', async () => {
    await choose('EverythingThatHappens');
    await page().getByRole('button', { name: 'Execute query' }).click();
    await expect.poll(() => product().streams.size).toBe(1);
    for (const id of ['43697', '43698'])
      await record(product(), changeOf('Order', id, { fields: ['status'] }));
    await expect.poll(() => pane('Events').locator('tbody tr').count()).toBe(2);
    expect(await faintTexts(page())).toEqual([]);
    await page().getByRole('button', { name: 'Stop query' }).click();
    await expect.poll(() => product().streams.size).toBe(0);
  });
});
