import { answeredOperations, openedOperations } from '../channels.ts';
import { Usage, type UsageParts } from './usage.ts';

/**
 * Opens usage. If it `counts`, all operations of this process are counted: those that are answered once, however they are answered, and
 * long-lived ones when they are opened. Everything opened is closed with `opened`.
 */
export function openUsage(parts: UsageParts, counts: boolean, opened: AsyncDisposableStack): Usage {
  const usage = new Usage(parts);
  opened.defer(() => usage.close());
  if (!counts) return usage;
  const answered = answeredOperations.listen(({ hash, name, document, variables, client }) => {
    // An operation that was refused before it was known to be valid uses nothing.
    if (hash !== null && document) usage.count({ hash, name, document }, variables, client);
  });
  const longLived = openedOperations.listen(({ operation, variables, client }) =>
    usage.count(operation, variables, client),
  );
  opened.defer(answered);
  opened.defer(longLived);
  return usage;
}
