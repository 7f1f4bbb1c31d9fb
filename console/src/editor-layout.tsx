import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** What GraphiQL has no settings for: smaller text that wraps, and the active tab scrolled into sight. */
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
    // Also once a pane beside them has taken some of their room, and the tab itself grew by its cross or its mark.
    const watch = new ResizeObserver(() => tab.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    watch.observe(tabs);
    watch.observe(tab);
    return () => watch.disconnect();
  }, [activeTabIndex]);
  return null;
}
