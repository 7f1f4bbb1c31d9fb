import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { openWatched, startBrowser, type Watched } from './browser.ts';
import { startProduct, type Answer, type Product } from './product.ts';

const BUNDLER = join(import.meta.dirname, '../../scripts/build-console.ts');

/** The product with its playground in a browser, and the actions of a visitor. */
export interface Playground {
  readonly product: () => Product;
  readonly context: () => BrowserContext;
  readonly page: () => Page;
  /** Opens the page, of another replica if its `url` is given, as a first-time visitor. Faults like `expected` are none. */
  readonly visit: (url?: string, expected?: RegExp) => Promise<void>;
  /** Closes the page, and fails the test if the page had any faults. */
  readonly leave: () => Promise<void>;
  readonly editor: () => ReturnType<Page['locator']>;
  readonly tabs: () => ReturnType<Page['locator']>;
  readonly activeTab: () => ReturnType<Page['locator']>;
  readonly pane: (name: string) => ReturnType<Page['locator']>;
  /** Opens a pane. */
  readonly show: (plugin: string) => Promise<void>;
  /** Opens an example from its pane. */
  readonly choose: (name: string) => Promise<void>;
  /** Runs the operation of this name in the active tab, and gives the answer from the network. */
  readonly run: (name: string) => Promise<Answer>;
  /** The text of the response. */
  readonly shown: () => Promise<string>;
  /** The cells of the table pane: the header row, then the others. */
  readonly shownTable: () => Promise<string[][]>;
}

/** Starts the product and a browser before the tests of a file, and closes them afterwards. */
export function usePlayground(): Playground {
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let watched: Watched;
  let expectedFault: RegExp | undefined;
  beforeAll(async () => {
    execFileSync(process.execPath, [BUNDLER]);
    [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await product[Symbol.asyncDispose]();
  });
  const page = () => watched.page;
  const visitor = visitorOn(page);
  return {
    product: () => product,
    context: () => context,
    page,
    ...visitor,
    visit: async (url = product.url, expected?: RegExp) => {
      expectedFault = expected;
      context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
      watched = await openWatched(context, `${url}/`);
      await visitor.editor().waitFor();
    },
    leave: async () => {
      const { faults } = watched;
      await context.close();
      expect(faults.filter((fault) => !expectedFault?.test(fault))).toEqual([]);
    },
  };
}

/** Locators and actions on the page. */
function visitorOn(page: () => Page): Omit<Playground, 'product' | 'context' | 'page' | 'visit' | 'leave'> {
  const pane = (name: string) => page().getByRole('region', { name, exact: true });
  const activeTab = () => page().locator('.graphiql-tab-active .graphiql-tab-button');
  return {
    editor: () => page().locator('.graphiql-query-editor .view-line').first(),
    tabs: () => page().locator('.graphiql-tabs .graphiql-tab-button'),
    activeTab,
    pane,
    show: (plugin) =>
      page()
        .getByRole('button', { name: `Show ${plugin}`, exact: true })
        .click(),
    choose: async (name) => {
      // An example's question may name another one.
      await pane('Examples')
        .getByRole('button', { name: new RegExp(`^${name}\\b`) })
        .click();
      await expect.poll(() => activeTab().textContent()).toBe(name);
    },
    run: async (name) => {
      const isAnswer = (response: Response) => {
        const { operationName } = (response.request().postDataJSON() ?? {}) as { operationName?: string };
        return response.url() === new URL('graphql', page().url()).href && operationName === name;
      };
      const [response] = await Promise.all([
        page().waitForResponse(isAnswer),
        page().getByRole('button', { name: 'Execute query' }).click(),
      ]);
      return (await response.json()) as Answer;
    },
    // Monaco renders spaces as non-breaking ones.
    shown: async () => (await page().locator('.result-window').innerText()).replaceAll('\u00a0', ' '),
    shownTable: async () => {
      const rows = await pane('Table').locator('tr').all();
      return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
    },
  };
}
