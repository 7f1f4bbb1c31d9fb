import type { ControlTotal, InvoiceTotal } from '../../datasources/accounting/report-model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import type { OrderControlTotals, OrderTotals } from '../../datasources/commerce/report-model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import type { Context } from '../context.ts';
import { compare, type Discrepancy } from './compare.ts';

/** The order numbers in a block: few enough to read a whole block, many enough that a company needs few blocks. */
const BLOCK_SIZE = 256;
/** How many differing blocks are read at once: 16 · 256 orders stay below the 5,000 rows that the systems return in one response. */
const BLOCKS_AT_ONCE = 16;
const MAX_ROWS = 5_000;

/** A range of order numbers; null stands for an open end. */
export interface ScanRange {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Yields the discrepancies in a range, by order number, on demand. The two books are compared by control totals of blocks (one call per
 * system), and row by row only in the blocks that differ (one call per system for 16 blocks); a caller that stops early leaves the rest
 * unread.
 */
export async function* scan(context: Context, range: ScanRange): AsyncGenerator<Discrepancy> {
  const blocks = await differingBlocks(context, range);
  for (let start = 0; start < blocks.length; start += BLOCKS_AT_ONCE) {
    yield* compareBlocks(context, range, blocks.slice(start, start + BLOCKS_AT_ONCE));
  }
}

async function differingBlocks(context: Context, range: ScanRange): Promise<readonly number[]> {
  const query = { ...range, blockSize: BLOCK_SIZE };
  const [shop, ledger] = await Promise.all([
    context.use(commerce).reports.controlTotals(query),
    context.use(accounting).reports.controlTotals(query),
  ]);
  const inShop = byBlock(shop);
  const inLedger = byBlock(ledger);
  const blocks = new Set([...inShop.keys(), ...inLedger.keys()]);
  return [...blocks].filter((block) => inShop.get(block) !== inLedger.get(block)).toSorted((a, b) => a - b);
}

/** Maps each block to its five figures as one string; a block that a system leaves out has none. */
function byBlock(totals: readonly (OrderControlTotals | ControlTotal)[]): ReadonlyMap<number, string> {
  return new Map(
    totals.map(({ block, count, total, customerHash, totalHash, currencyHash }) => [
      block,
      [count, total, customerHash, totalHash, currencyHash].join(' '),
    ]),
  );
}

async function* compareBlocks(
  context: Context,
  range: ScanRange,
  blocks: readonly number[],
): AsyncGenerator<Discrepancy> {
  const query = { from: range.from ?? 1, blocks, blockSize: BLOCK_SIZE, limit: MAX_ROWS };
  const [orders, invoices] = await Promise.all([allOrders(context, query), allInvoices(context, query)]);
  const orderById = new Map(orders.map((order) => [String(order.id), order]));
  const invoicesByOrder = Map.groupBy(invoices, ({ order }) => String(order.id));
  const ids = new Set([...orderById.keys(), ...invoicesByOrder.keys()]);
  for (const id of [...ids].toSorted((a, b) => Number(a) - Number(b))) {
    if (range.to !== null && Number(id) > range.to) return;
    yield* compare(id, orderById.get(id) ?? null, invoicesByOrder.get(id) ?? []);
  }
}

interface RowsQuery {
  readonly from: number;
  readonly blocks: readonly number[];
  readonly blockSize: number;
  readonly limit: number;
}

async function allOrders(context: Context, query: RowsQuery): Promise<readonly OrderTotals[]> {
  const { orders, hasMore } = await context.use(commerce).reports.totals(query);
  if (!hasMore) return orders;
  const from = nextFrom('commerce', query, orders.at(-1)?.id);
  return [...orders, ...(await allOrders(context, { ...query, from }))];
}

async function allInvoices(context: Context, query: RowsQuery): Promise<readonly InvoiceTotal[]> {
  const { items, hasMore } = await context.use(accounting).reports.totals(query);
  if (!hasMore) return items;
  const from = nextFrom('accounting', query, items.at(-1)?.order.id);
  return [...items, ...(await allInvoices(context, { ...query, from }))];
}

/** The order number to continue from after the last order of a response. Throws ContractError if that would make no progress. */
function nextFrom(system: string, { from }: RowsQuery, last: string | undefined): number {
  const next = Number(last) + 1;
  if (next > from) return next;
  throw new ContractError(
    { system, method: 'GET', path: 'totals' },
    'a page announces more rows, but none follow',
  );
}
