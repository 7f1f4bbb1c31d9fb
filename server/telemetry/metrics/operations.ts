import { Counter, Histogram, type Registry } from 'prom-client';
import { answeredOperations, toldErrors, type AnsweredOperation } from '../../observed.ts';
import { BoundedNames } from './names.ts';

/** Seconds: from an answer that is kept (a millisecond) to the longest that an operation may take by default. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Operations by name and client, and how long they took. Gives what stops the counting. */
export function countOperations(
  registry: Registry,
  bounds: { readonly maxOperations: number; readonly maxClients: number },
): () => void {
  const total = new Counter({
    name: 'isthmus_operations_total',
    help: 'Operations answered, by operation and client, by transport, by what answered, and whether there were errors.',
    labelNames: ['operation', 'type', 'client', 'transport', 'by', 'outcome'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'isthmus_operation_duration_seconds',
    help: 'Time from the arrival of an operation to its answer.',
    labelNames: ['operation'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  const operations = new BoundedNames(bounds.maxOperations);
  const clients = new BoundedNames(bounds.maxClients);
  return answeredOperations.listen(({ name, type, client, transport, by, errors, ms }: AnsweredOperation) => {
    const operation = operations.of(name);
    const outcome = errors === 0 ? 'ok' : 'errors';
    total.inc({
      operation,
      type: type ?? 'none',
      client: clients.of(client.name),
      transport,
      by,
      outcome,
    });
    duration.observe({ operation }, ms / 1_000);
  });
}

/** Errors as callers are told of them. Gives what stops the counting. */
export function countErrors(registry: Registry): () => void {
  const total = new Counter({
    name: 'isthmus_errors_total',
    help: 'Errors told to callers, by code and by the system that failed; limits that refused are among them.',
    labelNames: ['code', 'system'] as const,
    registers: [registry],
  });
  return toldErrors.listen(({ code, system }) => {
    total.inc({ code, system: system ?? 'none' });
  });
}
