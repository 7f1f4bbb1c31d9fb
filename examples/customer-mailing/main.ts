/** Keeps a mailing tool's list up to date with the CRM: `npm run example -- customer-mailing` (README.md). */
import { join } from 'node:path';
import { follow } from '../kit/follow.ts';
import { graphAt } from '../kit/graph.ts';
import { restAt } from '../kit/rest.ts';
import { run } from '../kit/run.ts';
import { State } from '../kit/state.ts';
import { overSse } from '../kit/subscribe.ts';
import { ADDRESSES } from './addresses.ts';
import { customersToMailing } from './customers.ts';
import { startMailing } from './mailing.ts';

await run(
  'Brings new and changed customers to the list of a mailing tool.',
  {
    GRAPH_URL: ['http://127.0.0.1:4000/graphql', 'the graph'],
    GRAPH_KEY: ['', 'API key (isk_…), if the graph requires one'],
    GRAPH_PAGE_SIZE: ['100', 'items per page, at most the MAX_PAGE_SIZE of the graph'],
    MAILING_URL: ['', 'the mailing tool’s API; without, one of the example’s own is started'],
    MAILING_PORT: ['4111', 'port of the example’s own mailing tool'],
    MAILING_KEY: ['local-mailing-key', 'key of the mailing tool’s API'],
    MAILING_DATA_DIR: [
      'var/customer-mailing',
      'folder for the cursor and who has which address, and for the example’s own mailing tool',
    ],
  },
  async (
    { GRAPH_URL, GRAPH_KEY, GRAPH_PAGE_SIZE, MAILING_URL, MAILING_PORT, MAILING_KEY, MAILING_DATA_DIR },
    signal,
  ) => {
    using state = new State(join(MAILING_DATA_DIR, 'state.sqlite'), ADDRESSES);
    await using own =
      MAILING_URL === ''
        ? await startMailing(Number(MAILING_PORT), MAILING_KEY, join(MAILING_DATA_DIR, 'mailing.sqlite'))
        : null;
    const url = own?.url ?? MAILING_URL;
    console.log(`From ${GRAPH_URL} to the mailing tool at ${url}; Ctrl-C ends it`);
    const graph = graphAt(GRAPH_URL, GRAPH_KEY, Number(GRAPH_PAGE_SIZE));
    const integration = customersToMailing(graph, restAt(url, MAILING_KEY), state, console.log);
    await follow(
      { ...integration, graph, subscribe: overSse(GRAPH_URL, GRAPH_KEY), state, log: console.log },
      signal,
    );
  },
);
