import { useGraphiQL } from '@graphiql/react';
import { useActiveRun } from '../runs/active.ts';
import { shownResultOf } from '../runs/run.ts';
import { refusalIn, SNIPPETS, withSnippet, type Snippet } from './snippets.ts';

/** Shows where to enter credentials after the graph has refused an operation for lack of them; a click inserts a snippet. */
export function CredentialsNotice() {
  const write = useSnippet();
  const refusal = useRefusal();
  if (refusal === null) return null;
  return (
    <section className="isthmus-notice" aria-label="Credentials">
      <p role="alert">
        <strong>{refusal}</strong>
      </p>
      <p>
        Put a token or an API key under “Headers”, below the query, and run it again. Other tabs without
        headers take over what was accepted.
      </p>
      {SNIPPETS.map((snippet) => (
        <button key={snippet.field} type="button" onClick={() => write(snippet)}>
          {snippet.label}: <code>{`"${snippet.field}": "${snippet.value}"`}</code>
        </button>
      ))}
    </section>
  );
}

/** The graph's message if it refused the operation of this tab for lack of credentials; null otherwise. */
export function useRefusal(): string | null {
  const run = useActiveRun();
  return run ? refusalIn(shownResultOf(run)?.value) : null;
}

/** Opens the headers editor with a snippet in it; the placeholder is selected. */
function useSnippet(): (snippet: Snippet) => void {
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  return (snippet) => {
    // GraphiQL does not expose which of the editors is open.
    document.querySelector<HTMLElement>('.graphiql-editor-tools [data-name="headers"]')?.click();
    if (!headerEditor) return;
    const text = withSnippet(headerEditor.getValue(), snippet);
    headerEditor.setValue(text);
    const [found] =
      headerEditor.getModel()?.findMatches(snippet.placeholder, true, false, true, null, false) ?? [];
    // It can take the focus only once it is visible.
    requestAnimationFrame(() => {
      headerEditor.focus();
      if (found) headerEditor.setSelection(found.range);
    });
  };
}
