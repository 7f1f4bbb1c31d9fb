import { Counter, type Registry } from 'prom-client';
import type { Load } from '../../overload/load.ts';
import { gauge } from './gauge.ts';

/** How much runs in this process at once, how much may, and how often it was too much. */
export function tellLoad(registry: Registry, load: Pick<Load, 'running' | 'limit' | 'refused'>): void {
  const registers = [registry];
  gauge(registers, 'isthmus_operations_running', 'Operations that run.', () => load.running);
  const limit = 'Operations that may run at once, as the delay of the event loop has it.';
  gauge(registers, 'isthmus_operations_limit', limit, () => load.limit);
  new Counter({
    name: 'isthmus_operations_refused_total',
    help: 'Requests and operations refused since more would have run than may.',
    registers,
    collect() {
      this.reset();
      this.inc(load.refused);
    },
  });
}
