import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { ProblemError } from '../kit/problem.ts';
import { documentId } from './ids.ts';
import { splitKeys, text, type Row } from './query.ts';
import { defaulted, keyList, problems } from './schemas/fields.ts';
import { InvoiceTotals, type InvoiceTotal } from './schemas/invoices.ts';
import { ControlTotals, type ControlBlock } from './schemas/reports.ts';

const LAST_ORDER = 999_999_999_999_999;
/** A Mersenne prime: hash totals stay in 61 bits. */
const MODULUS = 2n ** 61n - 1n;

const Range = {
  fromOrderID: defaulted(
    Type.Integer({
      minimum: 0,
      maximum: LAST_ORDER,
      default: 0,
      description: 'Only invoices for this order or later ones.',
    }),
  ),
  toOrderID: defaulted(
    Type.Integer({
      minimum: 0,
      maximum: LAST_ORDER,
      default: LAST_ORDER,
      description: 'Only invoices for this order or earlier ones.',
    }),
  ),
};

const BlockSize = defaulted(
  Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 256,
    description: 'Order ids a block spans.',
  }),
);

/** Adds `GET /Reports/ControlTotals` and `GET /Invoices/Totals`. */
export function addReconciliation(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/Reports/ControlTotals',
    {
      config: { maxAge: 60 },
      schema: {
        operationId: 'reportControlTotals',
        summary: 'Control totals of the invoices, by block of order ids',
        description:
          'Over invoices that are for an order in the range and not voided. A block that the range cuts holds ' +
          'the part inside it.',
        querystring: Type.Object({
          blockSize: BlockSize,
          ...Range,
        }),
        response: { 200: ref(ControlTotals), ...problems() },
      },
    },
    ({ query }) => ({ Blocks: readBlocks(db, query.blockSize, query.fromOrderID, query.toOrderID) }),
  );
  app.get(
    '/Invoices/Totals',
    {
      config: { maxAge: 30 },
      schema: {
        operationId: 'listInvoiceTotals',
        summary: 'Invoices by order, voided ones too',
        querystring: Type.Object({
          ...Range,
          blocks: Type.Optional(
            keyList('Only orders in these blocks, as the control totals of the same block size number them.'),
          ),
          blockSize: BlockSize,
          limit: defaulted(
            Type.Integer({
              minimum: 1,
              maximum: 5_000,
              default: 1_000,
              description: 'Most invoices; more are answered only to complete the last order.',
            }),
          ),
        }),
        response: { 200: ref(InvoiceTotals), ...problems() },
      },
    },
    ({ query: { fromOrderID: from, toOrderID: to, blocks, blockSize, limit } }) =>
      readTotals(db, from, to, limit, inBlocks(blocks, blockSize)),
  );
}

interface RunningBlock {
  count: number;
  total: number;
  contactHash: bigint;
  totalHash: bigint;
  currencyHash: bigint;
}

// Products of an order id and an amount exceed SQLite's 64 bits, so they are added up here.
function readBlocks(db: DatabaseSync, blockSize: number, from: number, to: number): ControlBlock[] {
  const rows = db
    .prepare(
      `SELECT order_id, contact_id, total, currency_code FROM invoice
       WHERE order_id BETWEEN ? AND ? AND status <> 'VOIDED' ORDER BY order_id`,
    )
    .iterate(from, to);
  const blocks = new Map<number, RunningBlock>();
  for (const row of rows) {
    const number = Math.floor(Number(row['order_id']) / blockSize);
    const block = blocks.get(number) ?? emptyBlock();
    blocks.set(number, block);
    addTo(block, row);
  }
  return [...blocks].map(([number, block]) => toControlBlock(number, block));
}

function emptyBlock(): RunningBlock {
  return { count: 0, total: 0, contactHash: 0n, totalHash: 0n, currencyHash: 0n };
}

function addTo(block: RunningBlock, row: Row): void {
  const order = BigInt(Number(row['order_id']));
  block.count += 1;
  block.total += Number(row['total']);
  block.contactHash += order * BigInt(Number(row['contact_id']));
  block.totalHash += order * BigInt(Number(row['total']));
  block.currencyHash += order * BigInt(Buffer.from(text(row, 'currency_code'), 'latin1').readUIntBE(0, 3));
}

function toControlBlock(number: number, block: RunningBlock): ControlBlock {
  return {
    Block: number,
    Count: block.count,
    Total: toDecimal(block.total),
    ContactHash: (block.contactHash % MODULUS).toString(),
    TotalHash: (block.totalHash % MODULUS).toString(),
    CurrencyHash: (block.currencyHash % MODULUS).toString(),
  };
}

/** One range of order ids per block, which the index finds without reading what lies between. */
function inBlocks(list: string | undefined, size: number): string {
  if (list === undefined) return '';
  const blocks = splitKeys(list, 'blocks').map((block) => {
    if (/^\d{1,15}$/.test(block)) return Number(block);
    throw new ProblemError(
      400,
      'bad_request',
      `blocks wants whole numbers separated by commas, not "${block}".`,
    );
  });
  return `AND (${blocks.map((block) => `order_id BETWEEN ${block * size} AND ${(block + 1) * size - 1}`).join(' OR ')})`;
}

function readTotals(db: DatabaseSync, from: number, to: number, limit: number, only: string) {
  const range = `FROM invoice WHERE order_id BETWEEN :from AND :to ${only}`;
  const last = db
    .prepare(`SELECT order_id ${range} ORDER BY order_id, number LIMIT 1 OFFSET :skip`)
    .get({ from, to, skip: limit - 1 });
  const end = last ? Number(last['order_id']) : to;
  const rows = db.prepare(`SELECT * ${range} ORDER BY order_id, number`).all({ from, to: end });
  const more = db.prepare(`SELECT 1 ${range} LIMIT 1`).get({ from: end + 1, to });
  return { Invoices: rows.map(toInvoiceTotal), HasMore: more !== undefined };
}

function toInvoiceTotal(row: Row): InvoiceTotal {
  return {
    InvoiceID: documentId('INV', Number(row['number'])),
    OrderID: text(row, 'order_id'),
    Status: text(row, 'status') as InvoiceTotal['Status'],
    ContactID: text(row, 'contact_id'),
    Total: toDecimal(Number(row['total'])),
    CurrencyCode: text(row, 'currency_code'),
  };
}
