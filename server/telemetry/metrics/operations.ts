import { Counter, type Registry } from 'prom-client';
import { answeredOperations, openedOperations, reportedErrors } from '../../channels.ts';
import { all } from '../all.ts';
import { Durations } from './durations.ts';
import { LabelSets } from './label-sets.ts';
import { BoundedNames } from './names.ts';

/** Seconds: from a cached answer (a millisecond) to the longest that an operation may take by default. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const LABELS = ['operation', 'type', 'client', 'transport', 'by', 'outcome'] as const;

type Labels = Readonly<Record<(typeof LABELS)[number], string>>;

/** Metrics of operations by name and client, and how long they took. Returns a function that stops the counting. */
export function countOperations(
  registry: Registry,
  bounds: { readonly maxOperations: number; readonly maxClients: number },
): () => void {
  // Counted here and reported on each scrape: see Durations.
  const sets = new LabelSets<Labels>();
  new Counter({
    name: 'isthmus_operations_total',
    help: 'Operations answered, by operation and client, by transport, by what answered, and whether there were errors.',
    labelNames: LABELS,
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, count } of sets.totals) this.inc(labels, count);
    },
  });
  const durations = new Durations(registry, {
    name: 'isthmus_operation_duration_seconds',
    help: 'Time from the arrival of an operation to its answer.',
    label: 'operation',
    bounds: BUCKETS,
  });
  const operations = new BoundedNames(bounds.maxOperations);
  const clients = new BoundedNames(bounds.maxClients);
  return all([
    answeredOperations.listen(({ name, type, client, transport, by, errors, ms }) => {
      const operation = operations.of(name);
      const outcome = errors === 0 ? 'ok' : 'errors';
      sets.count({
        operation,
        type: type ?? 'none',
        client: clients.of(client.name),
        transport,
        by,
        outcome,
      });
      durations.observe(operation, ms / 1_000);
    }),
    // Those that were refused are among the errors.
    openedOperations.listen(({ operation: { name }, type, client, transport }) => {
      const labels = { operation: operations.of(name), client: clients.of(client.name), outcome: 'ok' };
      sets.count({ ...labels, type, transport, by: 'stream' });
    }),
  ]);
}

/** Metrics of answers with errors, as reported to callers. Returns a function that stops the counting. */
export function countErrors(registry: Registry): () => void {
  const total = new Counter({
    name: 'isthmus_errors_total',
    help: 'Answers with errors, by code and by the system that failed, including refusals by limits.',
    labelNames: ['code', 'system'] as const,
    registers: [registry],
  });
  return reportedErrors.listen(({ code, system }) => {
    total.inc({ code, system: system ?? 'none' });
  });
}
