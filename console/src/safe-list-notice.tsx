import { useGraphiQL } from '@graphiql/react';
import { useActiveRun } from './runs/active.ts';
import { shownResultOf } from './runs/run.ts';
import { errorWith } from './errors.ts';

const CODE = 'PERSISTED_QUERY_NOT_IN_LIST';

/** Says what to do on a gateway whose safe list refuses what is not published: the operation of this tab, or already the schema. */
export function SafeListNotice() {
  const fetchError = useGraphiQL((state) => state.fetchError);
  const run = useActiveRun();
  const isRefused = run
    ? errorWith(CODE, shownResultOf(run)?.value) !== null
    : (fetchError?.includes(CODE) ?? false);
  if (!isRefused) return null;
  return (
    <section className="isthmus-notice" aria-label="Safe list">
      <p role="alert">
        <strong>This gateway accepts published operations only.</strong>
      </p>
      <p>
        The examples and the schema are not among them. Paste a published operation, character for character,
        or explore on a gateway with <code>SAFE_LIST=log</code> or <code>off</code>. Operators publish an
        operation with <code>npm run operations:publish</code>.
      </p>
    </section>
  );
}
