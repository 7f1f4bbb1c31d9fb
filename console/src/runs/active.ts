import { useGraphiQL } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Run } from './run.ts';
import { Runs } from './runs.ts';

/** What runs on this page. */
export const runs = new Runs();

/** All runs, by the ids of their tabs. */
export function useRuns(): ReadonlyMap<string, Run> {
  return useSyncExternalStore(runs.listen, runs.all);
}

/** The id of the active tab. */
export function useActiveTab(): string | undefined {
  return useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.id);
}

/** What was run in the active tab; undefined if nothing was. */
export function useActiveRun(): Run | undefined {
  const tab = useActiveTab();
  const all = useRuns();
  return tab === undefined ? undefined : all.get(tab);
}
