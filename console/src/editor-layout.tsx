import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Layout for which GraphiQL has no settings: smaller text that wraps, and the active tab scrolled into view. */
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
