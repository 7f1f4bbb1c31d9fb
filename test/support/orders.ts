import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FILE = join(import.meta.dirname, '../../services/commerce/data/order.csv.gz');
/** Neighbours are asked for in different batches. It has no factor in common with the number of orders, so that all have their turn. */
const STRIDE = 11;

/** Gives the global ids of the orders that come with the product, one at a time: each once before any is given again. */
export function orderIds(): () => string {
  const [, ...lines] = gunzipSync(readFileSync(FILE)).toString().trim().split('\n');
  const ids = lines.map((line) => line.slice(0, line.indexOf(',')));
  let given = 0;
  return () => `order:${ids[(given++ * STRIDE) % ids.length]}`;
}
