import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { useActiveRun, useActiveTab } from '../runs/active.ts';
import { shownResultOf } from '../runs/run.ts';
import { hasCredentials, refusalIn } from './snippets.ts';

/** Copies credentials that were accepted in one tab to the others, and requests the schema with them if it was refused before. */
export function CredentialsSync() {
  const accepted = useAccepted();
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const tab = useActiveTab();
  const offered = useRef(new Set<string>());
  useEffect(() => {
    // Only once per tab: a user who removes them wants to send requests without.
    if (!headerEditor || !tab || accepted.current === null || offered.current.has(tab)) return;
    offered.current.add(tab);
    if (headerEditor.getValue().trim() === '') headerEditor.setValue(accepted.current);
  }, [tab, headerEditor, accepted]);
  return null;
}

/** The last headers whose credentials were accepted; kept as long as the page is open. */
function useAccepted() {
  const accepted = useRef<string | null>(null);
  const actions = useGraphiQLActions();
  const hasSchema = useGraphiQL(({ schema }) => Boolean(schema));
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const run = useActiveRun();
  const answer = run && shownResultOf(run)?.value;
  useEffect(() => {
    const headers = headerEditor?.getValue() ?? '';
    if (answer === undefined || refusalIn(answer) !== null || !hasCredentials(headers)) return;
    // Once for the same headers: who may run operations may still be refused the schema.
    if (!hasSchema && headers !== accepted.current) void actions.introspect();
    accepted.current = headers;
  }, [answer, headerEditor, hasSchema, actions]);
  return accepted;
}
