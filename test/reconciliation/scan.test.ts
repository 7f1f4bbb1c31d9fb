import { expect, test } from 'vitest';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import type { Context } from '../../resolvers/context.ts';
import { scan } from '../../resolvers/reconciliation/scan.ts';

const BLOCK = { block: 0, count: 1, total: '1', customerHash: '1', totalHash: '1', currencyHash: '1' };

/** A context of two systems, of which the shop always says that there is more. */
function endless(orders: readonly object[]): Context {
  const shop = { controlTotals: async () => [BLOCK], totals: async () => ({ orders, hasMore: true }) };
  const ledger = { controlTotals: async () => [], totals: async () => ({ items: [], hasMore: false }) };
  const use = (system: unknown) => ({ reports: system === commerce ? shop : ledger });
  return { use } as unknown as Context;
}

test.each([
  ['it returns nothing', []],
  ['it returns the same order again', [{ id: '7' }]],
])('a shop that says there is more while %s breaks its contract', async (_which, orders) => {
  const discrepancies = scan(endless(orders), { from: null, to: null });
  await expect(Array.fromAsync(discrepancies)).rejects.toBeInstanceOf(ContractError);
});
