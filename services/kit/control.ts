import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { sendProblem } from './problem.ts';

const Switches = Type.Object({
  latencyMs: Type.Integer({
    minimum: 0,
    maximum: 60_000,
    description: 'Milliseconds every answer is held back.',
  }),
  failureRate: Type.Number({ minimum: 0, maximum: 1, description: 'Share of requests answered with 503.' }),
  requestsPerSecond: Type.Integer({
    minimum: 1,
    description: 'Past this rate, requests are answered with 429.',
  }),
});

/** What tests and demonstrations may adjust while a system runs. */
export type Switches = Static<typeof Switches>;

/** The path of the switches; it is neither counted, nor limited, nor protected. */
export const CONTROL_PATH = '/_control';

/**
 * Adds `GET /_control` (switches, and how many requests were served, by route), `PATCH /_control` (sets switches) and `DELETE
 * /_control/requests` (resets the counts), and applies the switches to all other routes.
 */
export function addControl(app: FastifyInstance, switches: Switches): void {
  const served = new Map<string, number>();
  const report = () => ({
    ...switches,
    requests: [...served.values()].reduce((sum, count) => sum + count, 0),
    routes: Object.fromEntries(served),
  });

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(CONTROL_PATH)) return;
    const route = `${request.method} ${request.routeOptions.url ?? request.url}`;
    served.set(route, (served.get(route) ?? 0) + 1);
    if (switches.latencyMs > 0) await delay(switches.latencyMs);
    if (Math.random() < switches.failureRate) {
      return sendProblem(reply, 503, 'switched_off', 'This request failed because failureRate is set.');
    }
    return undefined;
  });

  app.get(CONTROL_PATH, { schema: { hide: true } }, report);
  app.patch(CONTROL_PATH, { schema: { hide: true, body: Type.Partial(Switches) } }, (request) => {
    Object.assign(switches, request.body);
    return report();
  });
  app.delete(`${CONTROL_PATH}/requests`, { schema: { hide: true } }, () => {
    served.clear();
    return report();
  });
}
