import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { listen, restExchanges, type RestExchange } from '../../../datasources/channels.ts';
import { all } from '../all.ts';

/** Seconds: from a nearby system to the longest timeout that anybody would set. */
const BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** Metrics of exchanges with systems, counting each attempt of a call separately. Returns a function that stops the counting. */
export function countRest(registry: Registry): () => void {
  const total = new Counter({
    name: 'isthmus_rest_calls_total',
    help: 'REST calls, each try for itself, by status; `failed` where no answer came, `timed_out` where its time was over before, `ended` where nobody waited for it any more.',
    labelNames: ['system', 'method', 'status'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'isthmus_rest_call_duration_seconds',
    help: 'Time from sending a REST call to the end of its answer, or of the wait for it.',
    labelNames: ['system'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  const running = new Gauge({
    name: 'isthmus_rest_calls_running',
    help: 'REST calls under way.',
    labelNames: ['system'] as const,
    registers: [registry],
  });
  return all([
    listen(restExchanges.start, ({ system }: RestExchange) => {
      running.inc({ system });
    }),
    listen(restExchanges.asyncEnd, (exchange: RestExchange) => {
      const { system, method, startedAt } = exchange;
      running.dec({ system });
      total.inc({ system, method, status: statusOf(exchange) });
      duration.observe({ system }, (performance.now() - startedAt) / 1_000);
    }),
  ]);
}

function statusOf({ status, cutOff, error }: RestExchange): string {
  if (cutOff !== null) return cutOff === 'timed_out' ? 'timed_out' : 'ended';
  // A body that breaks off after its status is not an answer.
  return status === null || error !== undefined ? 'failed' : String(status);
}
