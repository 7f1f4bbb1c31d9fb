import type { LoggedOperations } from '../../config/telemetry.ts';
import { answeredOperations, MAX_NAME_LENGTH } from '../../observed.ts';
import { loggedCaller } from './caller.ts';

/** The log of operations; pino satisfies it. */
export interface OperationLog {
  info(fields: object, message: string): void;
}

/**
 * Logs a line for each operation that was answered: who requested what, and the outcome. It contains no variables, no documents, and
 * nothing of the answer. Returns a function that stops it.
 */
export function logOperations(which: LoggedOperations, log: OperationLog): () => void {
  if (which === 'off') return () => undefined;
  return answeredOperations.listen(
    ({ requestId, caller, client, transport, name, hash, type, codes, ms }) => {
      if (which === 'mutations' && type !== 'mutation') return;
      const operation = name?.slice(0, MAX_NAME_LENGTH) ?? null;
      const asked = { operation, hash, type, transport, client: client.name };
      const fields = { requestId, caller: loggedCaller(caller), ...asked, codes, ms: Math.round(ms) };
      log.info(fields, 'an operation was answered');
    },
  );
}
