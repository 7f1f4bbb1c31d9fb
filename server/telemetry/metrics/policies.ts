import { Counter, Gauge, type Registry } from 'prom-client';
import type { OpenSystem } from '../../../datasources/system.ts';

/** The open systems, by their descriptions. */
export type CalledSystems = ReadonlyMap<{ readonly name: string }, Pick<OpenSystem<unknown>, 'callStats'>>;

/** Metrics of the policies around calls, which keep these counts anyway; read on each scrape. */
export function registerPolicyMetrics(registry: Registry, systems: CalledSystems): void {
  const registers = [registry];
  new Gauge({
    name: 'isthmus_breaker_open',
    help: 'Whether the circuit breaker of a system is open (1).',
    labelNames: ['system'] as const,
    registers,
    collect() {
      for (const [{ name }, open] of systems) {
        this.set({ system: name }, open.callStats().breaker === 'closed' ? 0 : 1);
      }
    },
  });
  new Counter({
    name: 'isthmus_rest_policies_total',
    help: 'Effects of policies on calls: opened (breakers), left_alone, retried, unretried (the budget was spent), timed_out, overloaded, spared (the system’s quota was low).',
    labelNames: ['system', 'outcome'] as const,
    registers,
    collect() {
      this.reset();
      for (const [{ name: system }, open] of systems) {
        const stats = open.callStats();
        this.inc({ system, outcome: 'opened' }, stats.opened);
        this.inc({ system, outcome: 'left_alone' }, stats.refused);
        this.inc({ system, outcome: 'retried' }, stats.retries);
        this.inc({ system, outcome: 'unretried' }, stats.unretried);
        this.inc({ system, outcome: 'timed_out' }, stats.timeouts);
        this.inc({ system, outcome: 'overloaded' }, stats.overloaded);
        this.inc({ system, outcome: 'spared' }, stats.spared);
      }
    },
  });
}
