import {
  formatShortcutForOS,
  KEY_MAP,
  pick,
  useGraphiQL,
  useGraphiQLActions,
  type GraphiQLPlugin,
} from '@graphiql/react';
import { examples } from './examples.ts';
import type { Example } from './parse.ts';

/** The pane that greets and lists all examples; a click opens one, even if its tab was closed or changed. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: 'Examples',
  icon: ExamplesIcon,
  content: ExamplesPane,
};

function ExamplesPane() {
  const open = useOpenExample();
  return (
    <section className="isthmus-pane" aria-label="Examples">
      <h2>Examples</h2>
      <p>
        One graph over the CRM, the shop, the ERP and the accounting system. Choose a question and press{' '}
        <kbd>{formatShortcutForOS(KEY_MAP.runQuery.key).replace('-', ' ')}</kbd> to run it. The Table pane
        shows answers as rows and columns.
      </p>
      <ol className="isthmus-examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              <strong>{example.name}</strong>
              <span>{example.question}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Opens an example: in the tab that still holds it unchanged, else in a new one. */
function useOpenExample(): (example: Example) => void {
  const actions = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL(pick('tabs', 'queryEditor', 'variableEditor'));
  return ({ name, query, variables }) => {
    const index = tabs.findIndex((tab) => tab.query === query);
    if (index >= 0) {
      actions.changeTab(index);
    } else {
      actions.addTab();
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables ?? '');
      actions.updateActiveTabValues({ query, variables });
    }
    // GraphiQL reads the operation name from the text only after a pause; a run before that would send the previous name.
    actions.setOperationName(name);
    // The keyboard shortcut that runs it only works in the editor.
    queryEditor?.focus();
  };
}

function ExamplesIcon(props: object) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" {...props}>
      <path d="M9 6h11M9 12h11M9 18h11" strokeLinecap="round" />
      <path
        d="M3.5 4.5v3l2.5-1.5zM3.5 10.5v3l2.5-1.5zM3.5 16.5v3l2.5-1.5z"
        fill="currentColor"
        stroke="none"
      />
    </svg>
  );
}
