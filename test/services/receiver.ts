import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a webhook receiver got. */
interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Starts a webhook receiver that answers each delivery with the next of `statuses`, and 204 after the last. */
export async function startReceiver(...statuses: number[]) {
  const deliveries: Delivery[] = [];
  let wake: () => void = () => undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** Waits for `count` deliveries and returns all of them. */
    received: async (count: number): Promise<readonly Delivery[]> => {
      while (deliveries.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return deliveries;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
