/** Keeps the shop's availability equal to the ERP's stock: `npm run example -- stock-to-shop` (README.md). */
import { join } from 'node:path';
import { follow } from '../kit/follow.ts';
import { graphAt } from '../kit/graph.ts';
import { restAt } from '../kit/rest.ts';
import { run } from '../kit/run.ts';
import { State } from '../kit/state.ts';
import { overWebSocket } from '../kit/subscribe.ts';
import { startShop } from './shop.ts';
import { stockToShop } from './stock.ts';

await run(
  'Keeps the availability in the shop equal to the stock of the ERP.',
  {
    GRAPH_URL: ['http://127.0.0.1:4000/graphql', 'the graph'],
    GRAPH_KEY: ['', 'API key (isk_…), if the graph requires one'],
    GRAPH_PAGE_SIZE: ['100', 'items per page, at most the MAX_PAGE_SIZE of the graph'],
    SHOP_URL: ['', 'the shop’s availability API; without, one of the example’s own is started'],
    SHOP_PORT: ['4110', 'port of the example’s own shop'],
    SHOP_KEY: ['local-shop-key', 'key of the shop’s API'],
    SHOP_DATA_DIR: ['var/stock-to-shop', 'folder for the cursor, and for the example’s own shop'],
  },
  async ({ GRAPH_URL, GRAPH_KEY, GRAPH_PAGE_SIZE, SHOP_URL, SHOP_PORT, SHOP_KEY, SHOP_DATA_DIR }, signal) => {
    using state = new State(join(SHOP_DATA_DIR, 'state.sqlite'));
    await using shop =
      SHOP_URL === ''
        ? await startShop(Number(SHOP_PORT), SHOP_KEY, join(SHOP_DATA_DIR, 'shop.sqlite'))
        : null;
    const url = shop?.url ?? SHOP_URL;
    console.log(`From ${GRAPH_URL} to the shop at ${url}; Ctrl-C ends it`);
    const graph = graphAt(GRAPH_URL, GRAPH_KEY, Number(GRAPH_PAGE_SIZE));
    const integration = stockToShop(graph, restAt(url, SHOP_KEY));
    await follow(
      { ...integration, graph, subscribe: overWebSocket(GRAPH_URL, GRAPH_KEY), state, log: console.log },
      signal,
    );
  },
);
