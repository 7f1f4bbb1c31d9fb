/**
 * Makes `customer_since.csv.gz` (customer_id,since): the day of each customer's first order. The CRM's sample data does not say since when
 * somebody has been a customer, so this one column is derived from the orders of commerce. It is the only place where one system's sample
 * data comes from another's, and it happens here, ahead of time: the running CRM knows nothing of commerce. Usage: `node
 * services/crm/data/derive-since.ts`
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readCsv } from '../../kit/csv.ts';

const firstOrder = new Map<number, string>();
for (const order of readCsv(new URL('../../commerce/data/order.csv.gz', import.meta.url))) {
  const customer = Number(order['customer_id']);
  const day = String(order['ordered_on']);
  const earliest = firstOrder.get(customer);
  if (earliest === undefined || day < earliest) firstOrder.set(customer, day);
}

const lines = [...firstOrder].sort(([a], [b]) => a - b).map(([customer, day]) => `${customer},${day}\n`);
const csv = `customer_id,since\n${lines.join('')}`;
writeFileSync(new URL('customer_since.csv.gz', import.meta.url), gzipSync(csv, { level: 9 }));
console.log(`customer_since.csv.gz: ${firstOrder.size} customers`);
