import type { Registry } from 'prom-client';
import type { Load } from '../../overload/load.ts';
import { counter, gauge } from './scraped.ts';

/** Metrics of how many operations run in this process, how many may, and how many were refused. */
export function registerLoadMetrics(
  registry: Registry,
  load: Pick<Load, 'running' | 'limit' | 'refused'>,
): void {
  const registers = [registry];
  gauge(registers, 'isthmus_operations_running', 'Operations that are running.', () => load.running);
  const limit = 'Operations that may run at once, adapted to the delay of the event loop.';
  gauge(registers, 'isthmus_operations_limit', limit, () => load.limit);
  const refused = 'Requests and operations refused because too many were running.';
  counter(registers, 'isthmus_operations_refused_total', refused, () => load.refused);
}
