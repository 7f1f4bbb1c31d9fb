import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { formatResult } from '@graphiql/toolkit';
import { useEffect } from 'react';
import { runs, useActiveRun, useActiveTab, useRuns } from './active.ts';
import { shownResultOf } from './run.ts';

/** Keeps GraphiQL's button, its response and its tabs in sync with what runs in each tab. */
export function RunSync() {
  useResume();
  useResponse();
  useMarks();
  return null;
}

/**
 * When a tab is activated, attaches to what runs there, so that the button stops it. GraphiQL detaches from it by itself, except for a new
 * tab.
 */
function useResume(): void {
  const actions = useGraphiQLActions();
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const tab = tabs[activeTabIndex]?.id;
  // GraphiQL reports changes only, not the tabs that it starts with.
  useEffect(() => runs.follow({ tabs, activeTabIndex }), [tabs, activeTabIndex]);
  useEffect(() => {
    actions.stop();
    if (runs.isActiveRunning()) actions.run();
  }, [tab, actions]);
}

/**
 * Shows what GraphiQL does not: results received while another tab was active, the event that was chosen, and an answer that GraphiQL
 * replaces by the graph's refusal of the schema.
 */
function useResponse(): void {
  const actions = useGraphiQLActions();
  const { responseEditor, fetchError } = useGraphiQL(pick('responseEditor', 'fetchError'));
  const tab = useActiveTab();
  const run = useActiveRun();
  const shown = run && shownResultOf(run);
  useEffect(() => {
    if (!shown || !responseEditor) return;
    const response = formatResult(shown.value);
    if (response === responseEditor.getValue()) return;
    responseEditor.setValue(response);
    actions.updateActiveTabValues({ response });
  }, [tab, shown, responseEditor, fetchError, actions]);
}

/** Marks the tabs in which something runs; the style sheet draws the mark and sets its text. */
function useMarks(): void {
  const tabs = useGraphiQL((state) => state.tabs);
  const all = useRuns();
  useEffect(() => {
    tabs.forEach(({ id }, index) => {
      const button = document.getElementById(`graphiql-session-tab-${index}`);
      button?.toggleAttribute('data-running', all.get(id)?.isRunning ?? false);
    });
  }, [tabs, all]);
}
