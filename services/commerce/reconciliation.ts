import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { parseIds, where, type Condition } from './conditions.ts';
import { money, number, text, type Row } from './rows.ts';
import { PROBLEMS } from './schemas/fields.ts';
import type { Order } from './schemas/order.ts';
import { ControlTotals, ControlTotalsQuery, OrderTotals, OrderTotalsQuery } from './schemas/report.ts';

/** Hash totals are taken modulo this Mersenne prime. */
const MODULUS = 2n ** 61n - 1n;

interface Block {
  count: number;
  total: bigint;
  customer: bigint;
  totals: bigint;
  currency: bigint;
}

/**
 * Routes by which accounting compares its books with these. Their answers must not be cached: an old figure compared with a new one would
 * show a difference that does not exist.
 */
export function addReconciliation(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/reports/control_totals',
    {
      schema: {
        operationId: 'getControlTotals',
        summary: 'Gives control totals of blocks of orders',
        description: 'Five figures for each block of order ids, over the orders that are not cancelled.',
        querystring: ControlTotalsQuery,
        response: { 200: ref(ControlTotals), ...PROBLEMS },
      },
    },
    ({ query }) => ({ blocks: controlTotals(db, query) }),
  );
  app.get(
    '/orders/totals',
    {
      schema: {
        operationId: 'listOrderTotals',
        summary: 'Lists the totals of a range of orders',
        description:
          'By id, cancelled orders as well. Continue from the last id plus one while there is more.',
        querystring: OrderTotalsQuery,
        response: { 200: ref(OrderTotals), ...PROBLEMS },
      },
    },
    ({ query }) => {
      const { limit = 1_000 } = query;
      const rows = orderTotals(db, query, limit + 1);
      return { orders: rows.slice(0, limit).map(toTotals), has_more: rows.length > limit };
    },
  );
}

function orderTotals(db: DatabaseSync, query: OrderTotalsQuery, limit: number): Row[] {
  const { sql, values } = where([
    ['id >= ?', query.from_id],
    ['id <= ?', query.to_id],
    ...(query.blocks === undefined ? [] : [inBlocks(query.blocks, query.block_size ?? 256)]),
  ]);
  return db
    .prepare(`SELECT id, status, customer_id, total, currency FROM orders ${sql} ORDER BY id LIMIT ?`)
    .all(...values, limit);
}

/** One range of ids per block, which the primary key finds without reading what lies between. */
function inBlocks(list: string, size: number): Condition {
  const blocks = parseIds('blocks', list);
  const spans = blocks.map(() => 'id BETWEEN ? AND ?').join(' OR ');
  return [spans, ...blocks.flatMap((block) => [block * size, (block + 1) * size - 1])];
}

function toTotals(row: Row) {
  return {
    id: number(row, 'id'),
    status: text(row, 'status') as Order['status'],
    customer_id: number(row, 'customer_id'),
    total: money(row, 'total'),
    currency: text(row, 'currency'),
  };
}

function controlTotals(db: DatabaseSync, query: ControlTotalsQuery) {
  const size = query.block_size ?? 256;
  const { sql, values } = where([
    [`status <> 'cancelled'`],
    ['id >= ?', query.from_id],
    ['id <= ?', query.to_id],
  ]);
  const blocks = new Map<number, Block>();
  const rows = db.prepare(`SELECT id, customer_id, total, currency FROM orders ${sql} ORDER BY id`);
  for (const row of rows.iterate(...values)) {
    const key = Math.floor(number(row, 'id') / size);
    const block = blocks.get(key) ?? { count: 0, total: 0n, customer: 0n, totals: 0n, currency: 0n };
    blocks.set(key, block);
    addOrder(block, row);
  }
  return [...blocks].map(([block, figures]) => ({ block, ...toFigures(figures) }));
}

/** Products and sums are exact in BigInt, so the remainder is taken only at the end. */
function addOrder(block: Block, row: Row): void {
  const id = BigInt(number(row, 'id'));
  const total = BigInt(number(row, 'total'));
  block.count += 1;
  block.total += total;
  block.customer += id * BigInt(number(row, 'customer_id'));
  block.totals += id * total;
  block.currency += id * BigInt(Buffer.from(text(row, 'currency')).readUIntBE(0, 3));
}

function toFigures({ count, total, customer, totals, currency }: Block) {
  return {
    count,
    total: toDecimal(Number(total)),
    customer_hash: String(customer % MODULUS),
    total_hash: String(totals % MODULUS),
    currency_hash: String(currency % MODULUS),
  };
}
