import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { useActiveRun, useActiveTab } from '../runs/active.ts';
import { shownResultOf } from '../runs/run.ts';
import { hasCredentials, refusalIn } from './snippets.ts';

/** Has credentials that were accepted in one tab serve the others too, and asks for the schema anew where it was refused before. */
export function CredentialsSync() {
  const accepted = useAccepted();
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const tab = useActiveTab();
  const offered = useRef(new Set<string>());
  useEffect(() => {
    // Once a tab: who takes them out again wants to ask without.
    if (!headerEditor || !tab || accepted.current === null || offered.current.has(tab)) return;
    offered.current.add(tab);
    if (headerEditor.getValue().trim() === '') headerEditor.setValue(accepted.current);
  }, [tab, headerEditor, accepted]);
  return null;
}

/** The last headers with credentials that an operation was answered with; they live as long as the page. */
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
    accepted.current = headers;
    if (!hasSchema) void actions.introspect();
  }, [answer, headerEditor, hasSchema, actions]);
  return accepted;
}
