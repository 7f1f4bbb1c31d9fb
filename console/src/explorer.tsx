import { explorerPlugin } from '@graphiql/plugin-explorer';
import type { GraphiQLPlugin } from '@graphiql/react';
import { useLayoutEffect, useRef } from 'react';

const plugin = explorerPlugin({ showAttribution: false });
const Content = plugin.content;

/** GraphiQL's explorer, which opens at its beginning and leaves the focus where it is. */
export const EXPLORER_PLUGIN: GraphiQLPlugin = { ...plugin, content: Explorer };

function Explorer() {
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (content.current ? keepFocusOut(content.current) : undefined), []);
  return (
    <div ref={content}>
      <Content />
    </div>
  );
}

/**
 * Each of the explorer's fields for arguments takes the focus when it is drawn, also where another tab or pane was opened, and the pane
 * scrolls there. Within `content`, focus is for who points or moves there. Gives the way to end that.
 */
function keepFocusOut(content: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const pane = content.parentElement;
  let isWanted = false;
  let top = 0;
  const heed = ({ target }: Event) => {
    isWanted = target instanceof Node && content.contains(target);
  };
  document.addEventListener('pointerdown', heed, { capture: true, signal });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Tab') isWanted = true;
      else heed(event);
    },
    { capture: true, signal },
  );
  pane?.addEventListener('scroll', () => (top = pane.scrollTop), { signal });
  const back = (from: EventTarget | null) => {
    const before = top;
    if (from instanceof HTMLElement) from.focus({ preventScroll: true });
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    requestAnimationFrame(() => pane?.scrollTo(0, before));
  };
  content.addEventListener('focusin', (event) => !isWanted && back(event.relatedTarget), { signal });
  if (content.contains(document.activeElement)) back(null);
  return () => stop.abort();
}
