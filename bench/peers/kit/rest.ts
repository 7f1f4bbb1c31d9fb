/** Records in the shape that the peers' resolvers need; ids are those of the systems. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly accountNumber: string;
}
export interface Order {
  readonly id: number;
  readonly orderedOn: string;
  readonly customerId: string;
  readonly lines: readonly { readonly quantity: number; readonly productId: number }[];
}
export interface Product {
  readonly id: number;
  readonly name: string;
}
export interface Invoice {
  readonly id: string;
  readonly status: string;
  readonly outstanding: { readonly amount: string; readonly currency: string };
}

interface WireOrder {
  readonly id: number;
  readonly ordered_on: string;
  readonly customer_id: number;
  readonly lines: readonly { readonly quantity: number; readonly product_id: number }[];
}
interface OrderPage {
  readonly orders: readonly WireOrder[];
  readonly next?: string;
}
interface OrderGroups {
  readonly groups: readonly { readonly key: number; readonly orders: readonly WireOrder[] }[];
}
interface Stock {
  readonly value: readonly {
    readonly Key: number;
    readonly Value: readonly { readonly Available: number }[];
  }[];
}
interface Invoices {
  readonly Groups: readonly {
    readonly Key: string;
    readonly Invoices: readonly {
      readonly InvoiceID: string;
      readonly Status: string;
      readonly AmountDue: string;
      readonly CurrencyCode: string;
    }[];
  }[];
}

/** Sends one call and parses its JSON; GET if there is no body. */
export type Send = (path: string, headers: Record<string, string>, body?: object) => Promise<unknown>;

/** The batch reads of the four systems; lists are aligned with the ids, each of which is requested once. */
export interface Rest {
  readonly orders: (
    first: number,
    after: string | null | undefined,
  ) => Promise<{ nodes: readonly Order[]; pageInfo: { endCursor: string | null } }>;
  /** The newest orders of each customer. */
  readonly ordersOf: (customers: readonly string[], first: number) => Promise<Order[][]>;
  readonly customers: (ids: readonly string[]) => Promise<(Customer | null)[]>;
  readonly products: (ids: readonly number[]) => Promise<(Product | null)[]>;
  readonly available: (products: readonly number[]) => Promise<number[]>;
  readonly invoices: (orders: readonly number[]) => Promise<(Invoice | null)[]>;
}

const CRM = { authorization: 'Bearer bench' };
const SHOP = { 'x-api-key': 'bench' };
const ERP = { authorization: 'Basic aXN0aG11czpiZW5jaA==' };
const BOOKS = { authorization: 'Bearer bench' };

/** The systems over any HTTP client. */
export function restOver(send: Send): Rest {
  return {
    orders: async (first, after) => {
      const cursor = after ? `&page_info=${encodeURIComponent(after)}` : '';
      const page = (await send(`/v2/orders?sort=-id&limit=${first}${cursor}`, SHOP)) as OrderPage;
      return { nodes: page.orders.map(toOrder), pageInfo: { endCursor: page.next ?? null } };
    },
    ordersOf: async (customers, first) => {
      const keys = [...new Set(customers)].join(',');
      const path = `/v2/orders/grouped?by=customer_id&keys=${keys}&limit=${first}&sort=-id`;
      const { groups } = (await send(path, SHOP)) as OrderGroups;
      return aligned(customers.map(Number), groups, ({ key }) => key).map(
        (group) => group?.orders.map(toOrder) ?? [],
      );
    },
    customers: async (ids) => {
      const inputs = [...new Set(ids)].map((id) => ({ id }));
      const { results } = (await send('/crm/v3/customers/batch/read', CRM, { inputs })) as {
        results: readonly Customer[];
      };
      return aligned(ids, results, ({ id }) => id);
    },
    products: async (ids) => {
      const list = [...new Set(ids)];
      const path = `/v2/products?ids=${list.join(',')}&limit=${list.length}`;
      const { products } = (await send(path, SHOP)) as { products: readonly Product[] };
      return aligned(ids, products, ({ id }) => id);
    },
    available: async (products) => {
      const keys = [...new Set(products)].join(',');
      const path = `/odata/v4/StockLevels/TopPer?by=ProductId&keys=${keys}&$top=100`;
      const { value } = (await send(path, ERP)) as Stock;
      const groups = aligned(products, value, ({ Key }) => Key);
      return groups.map((group) => group?.Value.reduce((sum, { Available }) => sum + Available, 0) ?? 0);
    },
    invoices: async (orders) => {
      const path = `/api/2.0/Invoices/Grouped?by=OrderID&keys=${orders.join(',')}&pageSize=100`;
      const { Groups } = (await send(path, BOOKS)) as Invoices;
      const groups = aligned(orders.map(String), Groups, ({ Key }) => Key);
      return groups.map((group) => {
        const found = group?.Invoices.find(({ Status }) => Status !== 'VOIDED');
        if (!found) return null;
        const outstanding = { amount: found.AmountDue, currency: found.CurrencyCode };
        return { id: found.InvoiceID, status: found.Status, outstanding };
      });
    },
  };
}

/** Node's own fetch, which reuses its connections. */
export function sendByFetch(upstream: string): Send {
  return async (path, headers, body) => {
    const init = body
      ? {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
      : { headers };
    const answer = await fetch(upstream + path, init);
    if (!answer.ok) throw new Error(`The upstream answered ${answer.status} to ${path.slice(0, 60)}.`);
    return (await answer.json()) as unknown;
  };
}

function toOrder({ id, ordered_on: orderedOn, customer_id, lines }: WireOrder): Order {
  return {
    id,
    orderedOn,
    customerId: String(customer_id),
    lines: lines.map(({ quantity, product_id: productId }) => ({ quantity, productId })),
  };
}

function aligned<K, T>(ids: readonly K[], rows: readonly T[], idOf: (row: T) => K): (T | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
}
