import type { Rows } from './rows.ts';

/** A route's response; `link` goes into the header of that name. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly link?: string;
}

/** A route: maps the query of the URL (without the question mark) and the body of the request to a response. */
export type Route = (query: string, body: string) => Reply;

/** The most ids of a batch, and the most rows of a page. */
export const MOST = 1_000;

const TOKEN = JSON.stringify({ access_token: 'bench', token_type: 'Bearer', expires_in: 36_000 });

/** The reads of the four contracts that the operations need, by method and path. */
export function makeRoutes(rows: Rows): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    ['POST /connect/token', () => ({ status: 200, body: TOKEN })],
    ['POST /crm/v3/customers/batch/read', (_, body) => customersOf(rows, body)],
    ['GET /v2/orders', (query) => ordersOf(rows, query)],
    ['GET /v2/orders/grouped', (query) => ordersByCustomer(rows, query)],
    ['GET /v2/products', (query) => productsOf(rows, query)],
    ['GET /odata/v4/StockLevels/TopPer', (query) => stockOf(rows, query)],
    ['GET /api/2.0/Invoices/Grouped', (query) => invoicesOf(rows, query)],
  ]);
}

function customersOf({ customers }: Rows, body: string): Reply {
  const { inputs } = JSON.parse(body) as { inputs: readonly { id: string }[] };
  const found = textsFor(
    inputs.map(({ id }) => id),
    customers,
  );
  if (found === null) return tooMany();
  if (found.missing.length === 0) return ok(`{"status":"COMPLETE","results":[${found.text}],"errors":[]}`);
  const category = 'OBJECT_NOT_FOUND';
  const errors = found.missing.map((id) => ({ id, category, message: `There is no customer ${id}.` }));
  const text = `{"status":"COMPLETE","results":[${found.text}],"errors":${JSON.stringify(errors)}}`;
  return { status: 207, body: text };
}

/** With `ids`, reads these orders; otherwise a page of all orders, the newest first, beginning after the one in `page_info`. */
function ordersOf(rows: Rows, query: string): Reply {
  const ids = parameter(query, 'ids');
  if (ids !== null) return listOf('orders', ids.split(','), rows.orders);
  const limit = Number(parameter(query, 'limit') ?? 50);
  const sort = parameter(query, 'sort') ?? '-id';
  if (limit > MOST || sort !== '-id') return tooMany();
  const start = startOf(rows, parameter(query, 'page_info'));
  const page = rows.newestFirst.slice(start, start + limit);
  const text = page.map((id) => rows.orders.get(String(id)) ?? '').join(',');
  if (start + limit >= rows.newestFirst.length) return ok(`{"orders":[${text}]}`);
  const next = `p${page.at(-1) ?? 0}`;
  const link = `</v2/orders?limit=${limit}&sort=${sort}&page_info=${next}>; rel="next"`;
  // The embedded shop returns the next cursor only in the header; here the body does too, for clients that cannot read headers (Hive Gateway).
  return { status: 200, body: `{"orders":[${text}],"next":"${next}"}`, link };
}

/** Ids have no gaps, so the position of an order follows from its id. */
function startOf({ newestFirst }: Rows, pageInfo: string | null): number {
  return pageInfo === null ? 0 : (newestFirst[0] ?? 0) - Number(pageInfo.slice(1)) + 1;
}

function productsOf({ products }: Rows, query: string): Reply {
  return listOf('products', (parameter(query, 'ids') ?? '').split(','), products);
}

function listOf(name: string, ids: readonly string[], texts: ReadonlyMap<string, string>): Reply {
  const found = textsFor(ids, texts);
  return found === null ? tooMany() : ok(`{"${name}":[${found.text}]}`);
}

function stockOf({ stock }: Rows, query: string): Reply {
  const keys = (parameter(query, 'keys') ?? '').split(',');
  const found = textsFor(keys, stock);
  return found === null ? tooMany() : ok(`{"value":[${found.text}]}`);
}

function invoicesOf({ invoices }: Rows, query: string): Reply {
  const keys = (parameter(query, 'keys') ?? '').split(',');
  const found = textsFor(keys, invoices);
  return found === null ? tooMany() : ok(`{"Groups":[${found.text}]}`);
}

function textsFor(ids: readonly string[], texts: ReadonlyMap<string, string>) {
  if (ids.length > MOST) return null;
  const missing: string[] = [];
  let text = '';
  for (const id of ids) {
    const row = texts.get(id);
    if (row === undefined) missing.push(id);
    else text += text === '' ? row : `,${row}`;
  }
  return { text, missing };
}

/** A page of the orders of each customer, the newest first. */
function ordersByCustomer(rows: Rows, query: string): Reply {
  const keys = (parameter(query, 'keys') ?? '').split(',');
  const limit = Number(parameter(query, 'limit') ?? 50);
  const isKnown = parameter(query, 'by') === 'customer_id' && parameter(query, 'sort') === '-id';
  if (!isKnown || keys.length > MOST || limit > MOST) return tooMany();
  const groups = keys.map((key) => {
    const ids = rows.ordersOf.get(key) ?? [];
    const orders = ids.slice(0, limit).map((id) => rows.orders.get(id) ?? '');
    // The cursor of the next page, in the shop's format; no server requests that page.
    const next = ids.length > limit ? `"p${ids[limit - 1] ?? ''}"` : 'null';
    return `{"key":${key},"next":${next},"orders":[${orders.join(',')}]}`;
  });
  return ok(`{"groups":[${groups.join(',')}]}`);
}

/** Finds one parameter; commas and colons may be encoded. URLSearchParams costs more than the rest of a response. */
export function parameter(query: string, name: string): string | null {
  for (const part of query.split('&')) {
    if (!part.startsWith(`${name}=`)) continue;
    const value = part.slice(name.length + 1);
    return value.includes('%') ? decodeURIComponent(value) : value;
  }
  return null;
}

function ok(body: string): Reply {
  return { status: 200, body };
}

function tooMany(): Reply {
  return {
    status: 400,
    body: JSON.stringify({ title: `At most ${MOST} at once, sorted by -id.`, status: 400 }),
  };
}
