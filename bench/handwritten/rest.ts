import { Pool } from 'undici';

/** Only the fields of the systems' rows that the answers need. */
export interface WireCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly accountNumber: string;
}
export interface WireOrder {
  readonly id: number;
  readonly ordered_on: string;
  readonly customer_id: number;
  readonly lines: readonly { readonly product_id: number; readonly quantity: number }[];
}
export interface WireProduct {
  readonly id: number;
  readonly name: string;
}
export interface WireStock {
  readonly Key: number;
  readonly Value: readonly { readonly Available: number }[];
}
export interface WireInvoices {
  readonly Key: string;
  readonly Invoices: readonly { readonly Status: string; readonly AmountDue: string }[];
}

/** The five REST calls, each for any number of ids. */
export interface Rest {
  readonly orders: (
    first: number,
    after: string | null,
  ) => Promise<{ orders: readonly WireOrder[]; next: string | null }>;
  readonly customers: (ids: Iterable<number>) => Promise<readonly WireCustomer[]>;
  readonly products: (ids: readonly number[]) => Promise<readonly WireProduct[]>;
  readonly stock: (products: readonly number[]) => Promise<readonly WireStock[]>;
  readonly invoices: (orders: readonly number[]) => Promise<readonly WireInvoices[]>;
  readonly close: () => Promise<void>;
}

const CONNECTIONS = 128;
const NEXT = /page_info=([^>&]+)>; rel="next"/;
const BASIC = `Basic ${Buffer.from('isthmus:bench').toString('base64')}`;

/** Calls the upstream through one pool, with the credentials that its systems require. */
export async function openRest(upstream: string): Promise<Rest> {
  const pool = new Pool(upstream, { connections: CONNECTIONS, pipelining: 1 });
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body?: string,
  ) => {
    const answer = await pool.request({ method, path, headers, body: body ?? null });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path.slice(0, 60)}: ${answer.statusCode}`);
    return { body: await answer.body.json(), link: answer.headers['link'] };
  };
  const form = { authorization: BASIC, 'content-type': 'application/x-www-form-urlencoded' };
  const grant = await send('POST', '/connect/token', form, 'grant_type=client_credentials');
  const { access_token: token } = grant.body as { access_token: string };
  const crm = { authorization: 'Bearer bench', 'content-type': 'application/json' };
  const shop = { 'x-api-key': 'bench' };
  const erp = { authorization: BASIC };
  const books = { authorization: `Bearer ${token}` };
  return {
    orders: async (first, after) => {
      const cursor = after === null ? '' : `&page_info=${encodeURIComponent(after)}`;
      const { body, link } = await send('GET', `/v2/orders?sort=-id&limit=${first}${cursor}`, shop);
      const next = NEXT.exec(String(link ?? ''))?.[1] ?? null;
      return { orders: (body as { orders: WireOrder[] }).orders, next };
    },
    customers: async (ids) => {
      const inputs = Array.from(ids, (id) => ({ id: String(id) }));
      const { body } = await send('POST', '/crm/v3/customers/batch/read', crm, JSON.stringify({ inputs }));
      return (body as { results: WireCustomer[] }).results;
    },
    products: async (ids) => {
      const { body } = await send('GET', `/v2/products?ids=${ids.join(',')}&limit=${ids.length}`, shop);
      return (body as { products: WireProduct[] }).products;
    },
    stock: async (products) => {
      const path = `/odata/v4/StockLevels/TopPer?by=ProductId&keys=${products.join(',')}&$top=100`;
      return ((await send('GET', path, erp)).body as { value: WireStock[] }).value;
    },
    invoices: async (orders) => {
      const path = `/api/2.0/Invoices/Grouped?by=OrderID&keys=${orders.join(',')}&pageSize=100`;
      return ((await send('GET', path, books)).body as { Groups: WireInvoices[] }).Groups;
    },
    close: () => pool.close(),
  };
}
