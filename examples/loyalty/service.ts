/**
 * The loyalty system of the example: an independent system with a REST API, as any company might have. `node examples/loyalty/service.ts`
 * starts it at http://127.0.0.1:4105 (or on LOYALTY_PORT).
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEY = 'local-loyalty-key';

const ACCOUNTS = [
  { number: 'L-1001', customer: '29485', tier: 'gold', points: 1200, since: '2012-03-01' },
  { number: 'L-1002', customer: '11176', tier: 'silver', points: 80, since: '2013-07-15' },
  { number: 'L-1003', customer: '11091', tier: 'bronze', points: 0, since: '2013-11-30' },
] as const;

/** A running loyalty system. */
export interface LoyaltyService {
  readonly url: string;
  /** The calls it has received, as `GET /v1/accounts?customers=1`. */
  readonly calls: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts it on this port of 127.0.0.1; 0 takes a free one. */
export async function startLoyalty(port: number): Promise<LoyaltyService> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const [status, body] = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `GET /v1/accounts?numbers=L-1,L-2` or `?customers=1,2`: the accounts that exist, in an order of its own. */
function answer(request: IncomingMessage): [status: number, body: object] {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (request.headers['x-api-key'] !== KEY) return [401, { title: 'The API key is missing or wrong.' }];
  if (pathname !== '/v1/accounts') return [404, { title: 'There is no such thing.' }];
  const numbers = searchParams.get('numbers')?.split(',') ?? [];
  const customers = searchParams.get('customers')?.split(',') ?? [];
  const asked = ACCOUNTS.filter(
    ({ number, customer }) => numbers.includes(number) || customers.includes(customer),
  );
  return [200, { accounts: asked.toReversed() }];
}

if (import.meta.main) {
  const { url } = await startLoyalty(Number(process.env['LOYALTY_PORT'] ?? 4105));
  console.log(`The loyalty system answers at ${url}`);
}
