import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/**
 * What GraphiQL has no settings for: smaller text that wraps, the active tab scrolled into view, and the focus in the query editor when the
 * page opens, because the shortcut that runs a query works only there.
 */
export function EditorLayout() {
  const { queryEditor, variableEditor, headerEditor, responseEditor, activeTabIndex } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'headerEditor', 'responseEditor', 'activeTabIndex'),
  );
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, headerEditor, responseEditor]) {
      editor?.updateOptions({ fontSize: 13, wordWrap: 'on' });
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
  useEffect(() => {
    if (document.activeElement === document.body) queryEditor?.focus();
  }, [queryEditor]);
  useEffect(() => {
    const tab = document.getElementById(`graphiql-session-tab-${activeTabIndex}`)?.parentElement;
    const tabs = tab?.parentElement;
    if (!tabs) return;
    // Also when a pane beside the tabs has taken some of their space, or the tab has grown by its close button or its mark.
    const watch = new ResizeObserver(() => tab.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    watch.observe(tabs);
    watch.observe(tab);
    return () => watch.disconnect();
  }, [activeTabIndex]);
  return null;
}
