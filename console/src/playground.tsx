import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { EditorLayout } from './editor-layout.tsx';
import { examples } from './examples/examples.ts';
import { EXAMPLES_PLUGIN } from './examples/examples-pane.tsx';
import { CredentialsSync } from './credentials/credentials-sync.tsx';
import { CredentialsNotice } from './credentials/credentials-notice.tsx';
import { HistoryHeaders } from './credentials/history-headers.tsx';
import { storageWithoutCredentials } from './credentials/storage.ts';
import { EXPLORER_PLUGIN } from './explorer.tsx';
import { createFetcher } from './fetcher.ts';
import { ResponseHint } from './response-hint.tsx';
import { runs } from './runs/active.ts';
import { EventList } from './runs/event-list.tsx';
import { RunSync } from './runs/run-sync.tsx';
import { SafeListNotice } from './safe-list-notice.tsx';
import { TABLE_PLUGIN } from './table/table-pane.tsx';

const storage = storageWithoutCredentials();
const fetcher = createFetcher(runs);
const plugins = [EXAMPLES_PLUGIN, TABLE_PLUGIN, EXPLORER_PLUGIN, HISTORY_PLUGIN];
/** Used at the first visit only: after that, GraphiQL opens the tabs that the visitor left. */
const firstTabs = examples.map(({ query, variables }) => ({ query, variables }));
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;

/** The page: GraphiQL with the examples, the table and the explorer beside it. */
export function Playground() {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      schemaDescription
      plugins={plugins}
      defaultTabs={firstTabs}
      onTabChange={runs.follow}
      {...(isFirstVisit ? { visiblePlugin: EXAMPLES_PLUGIN } : {})}
    >
      <GraphiQL.Logo>Isthmus</GraphiQL.Logo>
      <GraphiQL.Footer>
        <CredentialsNotice />
        <SafeListNotice />
        <ResponseHint />
        <EventList />
      </GraphiQL.Footer>
      <EditorLayout />
      <RunSync />
      <CredentialsSync />
      <HistoryHeaders />
    </GraphiQL>
  );
}
