import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Keeps a tab's headers where an operation of the history is opened in it: the history has none, and GraphiQL would empty them. */
export function HistoryHeaders() {
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  useEffect(() => {
    if (!headerEditor) return;
    const stop = new AbortController();
    const { signal } = stop;
    let before = '';
    const note = ({ target }: Event) => {
      const isInHistory = target instanceof Element && target.closest('.graphiql-history') !== null;
      before = isInHistory ? headerEditor.getValue() : '';
    };
    const restore = () => {
      if (before !== '' && headerEditor.getValue() === '') headerEditor.setValue(before);
    };
    document.addEventListener('click', note, { capture: true, signal });
    // After GraphiQL's own, which is on an element within.
    document.addEventListener('click', restore, { signal });
    return () => stop.abort();
  }, [headerEditor]);
  return null;
}
