import { answeredOperations, openedOperations } from '../observed.ts';
import { Usage, type UsageOptions } from './usage.ts';

/**
 * Opens usage, and counts all that is asked in this process where it `counts`: what is answered once, whichever way its answer comes, and
 * what stands, when it is opened. What is opened is closed with `opened`.
 */
export function openUsage(options: UsageOptions, counts: boolean, opened: AsyncDisposableStack): Usage {
  const usage = new Usage(options);
  opened.defer(() => usage.close());
  if (!counts) return usage;
  const answered = answeredOperations.listen(({ hash, name, document, variables, client }) => {
    // What was refused before it was known to be good uses nothing.
    if (hash !== null && document) usage.count({ hash, name, document }, variables, client);
  });
  const standing = openedOperations.listen(({ operation, variables, client }) =>
    usage.count(operation, variables, client),
  );
  opened.defer(answered);
  opened.defer(standing);
  return usage;
}
