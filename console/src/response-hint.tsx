import { formatShortcutForOS, KEY_MAP, useGraphiQL } from '@graphiql/react';
import { useActiveRun } from './runs/active.ts';

/** Stands above the response as long as there is none. */
export function ResponseHint() {
  const run = useActiveRun();
  const isEmpty = useGraphiQL(
    ({ fetchError, tabs, activeTabIndex }) => fetchError === null && !tabs[activeTabIndex]?.response,
  );
  if (run || !isEmpty) return null;
  return (
    <p className="isthmus-hint">
      Run the query with <kbd>{formatShortcutForOS(KEY_MAP.runQuery.key).replace('-', ' ')}</kbd> or the
      button: the answer shows here.
    </p>
  );
}
