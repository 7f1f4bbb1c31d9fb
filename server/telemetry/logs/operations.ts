import { Seldom } from '../../../datasources/seldom.ts';
import type { LoggedOperations } from '../../config/telemetry.ts';
import { all } from '../all.ts';
import {
  answeredOperations,
  MAX_NAME_LENGTH,
  refusedOperations,
  type AnsweredOperation,
  type RefusedOperation,
} from '../../channels.ts';
import { loggedCaller } from './caller.ts';

/** How often each kind of refusal has a log line. */
export const REFUSALS_MS = 10_000;

/** The log of operations; pino satisfies it. */
export interface OperationLog {
  info(fields: object, message: string): void;
}

/**
 * Logs a line for each operation that was answered: who requested what, and the outcome. Those refused before the engine saw them have a
 * line for the first of each code, and then at most one every ten seconds, which says how many there were; so do mutations of anonymous
 * callers, who may make none. Lines contain no variables, no documents, and nothing of the answer. `now` returns milliseconds, from any
 * starting point. Returns a function that stops it.
 */
export function logOperations(which: LoggedOperations, log: OperationLog, now?: () => number): () => void {
  if (which === 'off') return () => undefined;
  // What was refused before its type was known may have been a mutation.
  const isLogged = (type: AnsweredOperation['type']) => which === 'all' || type === 'mutation';
  const seldom = new Seldom<string>(REFUSALS_MS, now);
  const anonymous = new Seldom<'mutation'>(REFUSALS_MS, now);
  return all([
    answeredOperations.listen((answered) => {
      if (!isLogged(answered.type)) return;
      const { codes, ms } = answered;
      const refused = isRefused(answered) ? anonymous.count('mutation') : undefined;
      if (refused === null) return;
      const fields = { ...fieldsOf(answered, answered), codes, ms: Math.round(ms) };
      log.info(refused === undefined ? fields : { ...fields, refused }, 'an operation was answered');
    }),
    refusedOperations.listen((refusal) => {
      if (refusal.operation && !isLogged(refusal.operation.type)) return;
      const refused = seldom.count(refusal.code);
      if (refused === null) return;
      log.info(
        { ...fieldsOf(refusal, refusal.operation), codes: [refusal.code], refused },
        'an operation was refused',
      );
    }),
  ]);
}

/** Whether nothing came of a mutation because its caller is anonymous: no mutation is open to such callers. */
function isRefused({ type, codes }: AnsweredOperation): boolean {
  return type === 'mutation' && codes.length === 1 && codes[0] === 'UNAUTHENTICATED';
}

function fieldsOf(
  { requestId, caller, client, transport }: Omit<RefusedOperation, 'operation' | 'code'>,
  operation: RefusedOperation['operation'],
): object {
  return {
    requestId,
    caller: caller === null ? null : loggedCaller(caller),
    operation: operation?.name?.slice(0, MAX_NAME_LENGTH) ?? null,
    hash: operation?.hash ?? null,
    type: operation?.type ?? null,
    transport,
    client: client.name,
  };
}
