import { useGraphiQL } from '@graphiql/react';
import { useActiveRun } from '../runs/active.ts';
import { shownResultOf } from '../runs/run.ts';
import { refusalIn, SNIPPETS, withSnippet, type Snippet } from './snippets.ts';

/** Says where credentials go, where the graph wanted some for what was asked; a click writes down the form they have. */
export function CredentialsNotice() {
  const run = useActiveRun();
  const write = useSnippet();
  const refusal = run ? refusalIn(shownResultOf(run)?.value) : null;
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

/** Opens the editor of headers with a snippet in it, what to replace selected. */
function useSnippet(): (snippet: Snippet) => void {
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  return (snippet) => {
    // GraphiQL keeps to itself which of the editors is open.
    document.querySelector<HTMLElement>('.graphiql-editor-tools [data-name="headers"]')?.click();
    if (!headerEditor) return;
    const text = withSnippet(headerEditor.getValue(), snippet);
    headerEditor.setValue(text);
    const [found] =
      headerEditor.getModel()?.findMatches(snippet.placeholder, true, false, true, null, false) ?? [];
    // It takes the focus once it is to be seen.
    requestAnimationFrame(() => {
      headerEditor.focus();
      if (found) headerEditor.setSelection(found.range);
    });
  };
}
