import { lookup } from 'node:dns/promises';
import type { Redis } from 'ioredis';
import type { Intake } from '../changes/intake/intake.ts';
import { createApp } from './listen/app.ts';
import { addConsole } from './listen/console.ts';
import { addDrain } from './listen/drain.ts';
import type { Gateway } from './transports/gateway.ts';
import { addHealth, type Health } from './listen/health.ts';
import { closeStuckReaders } from './listen/stuck-readers.ts';
import { addChanges } from './transports/changes.ts';
import { addHttp, GRAPHQL_PATH } from './transports/http.ts';
import { addWebSocket } from './transports/websocket.ts';

/**
 * Serves a gateway at the configured address; readiness reports the state of `redis`. It stops with `opened`: subscriptions first, then
 * requests and sockets. Throws what listening throws, such as EADDRINUSE or ENOTFOUND.
 */
export async function listen(
  gateway: Gateway,
  intake: Intake,
  redis: Redis | null,
  opened: AsyncDisposableStack,
): Promise<{ readonly url: string; readonly health: Health }> {
  const { config, log, streams } = gateway;
  const app = createApp(config, log);
  const drain = addDrain(app);
  closeStuckReaders(app);
  const health = addHealth(app, redis);
  addHttp(app, gateway);
  addChanges(app, intake, log);
  await addConsole(app);
  const webSocket = addWebSocket(app.server, GRAPHQL_PATH, gateway);
  // In parallel: operations over a socket may take as long as those over HTTP.
  opened.defer(() => Promise.all([drain.close(), webSocket.close()]).then(() => undefined));
  opened.defer(() => streams.close());
  // For `localhost`, Fastify would open a second server on the other address, without any of the handlers above.
  const { address } = await lookup(config.host);
  return { url: await app.listen({ host: address, port: config.port }), health };
}
