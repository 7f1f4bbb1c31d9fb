import type { Request } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { digestOf, keyIdOf, newSecret } from '../../server/keys/secret.ts';
import { usePlayground } from '../support/playground.ts';
import type { Answer, Replica } from '../support/product.ts';

const { product, page, visit, leave, pane, show, choose, run, shown } = usePlayground();

describe('if the graph requires credentials', { timeout: 60_000 }, () => {
  const KEY = newSecret(keyIdOf('operator'));
  let replica: Replica;
  const visitWith = async (env: Record<string, string>) => {
    replica = await product().another({ AUTH: 'required', OPERATOR_KEY_SHA256: digestOf(KEY), ...env });
    // A request for the schema that is refused.
    await visit(replica.url, /status of 400/);
  };
  afterEach(async () => {
    await leave();
    await replica[Symbol.asyncDispose]();
  });

  const notice = () => pane('Credentials');
  // Long lines are broken.
  const headers = async () => (await page().locator('.graphiql-editor-tool').innerText()).replace(/\s/g, '');
  /** Runs the first example without credentials, then puts the key where the notice says. */
  const enterKey = async () => {
    await choose('FourSystems');
    await run('FourSystems');
    await notice().getByRole('button', { name: 'API key' }).click();
    await expect.poll(headers).toContain('isk_your-key');
    await expect.poll(() => page().locator('.graphiql-editor-tool :focus').count()).toBe(1);
    await page().keyboard.type(KEY);
    await expect.poll(headers).toContain(KEY);
  };
  const codesOf = ({ errors = [] }: Answer) => [
    ...new Set(errors.map(({ extensions }) => extensions['code'])),
  ];

  it('says where credentials go, inserts a template on a click, and uses them in other tabs too', async () => {
    await visitWith({});
    await choose('FourSystems');
    await run('FourSystems');
    await notice().getByText('Put a token or an API key under “Headers”').waitFor();
    await show('Table');
    await pane('Table').getByText('The answer holds nothing to show as a table.').waitFor();
    expect(await page().getByRole('alert').filter({ visible: true }).count()).toBe(1);
    expect(await pane('Table').getByRole('listitem').count()).toBe(0);
    await show('Examples');
    await enterKey();

    expect(codesOf(await run('FourSystems'))).toEqual(['FORBIDDEN']);
    await notice().waitFor({ state: 'detached' });

    await choose('BestCustomers');
    await expect.poll(headers).toContain(KEY);
    expect(codesOf(await run('BestCustomers'))).toEqual(['FORBIDDEN']);
    expect(await notice().count()).toBe(0);
  });

  it('leaves no key in the browser, nor one that is stored in its history already', async () => {
    await visitWith({});
    await page().evaluate(() =>
      localStorage.setItem(
        'graphiql:favorites',
        JSON.stringify({ favorites: [{ query: '{ mine }', headers: '{ "x-api-key": "isk_old" }' }] }),
      ),
    );
    await page().reload();
    await enterKey();
    await run('FourSystems');
    // The history has no second entry for the same query, even with other headers.
    await choose('BestCustomers');
    await expect.poll(headers).toContain(KEY);
    await run('BestCustomers');
    const stored = () => page().evaluate(() => Object.values(localStorage).join());
    await expect.poll(stored).toMatch(/"queries":.*BestCustomers/);
    expect(await stored()).toContain('{ mine }');
    expect(await stored()).not.toContain('isk_old');
    expect(await stored()).not.toContain(KEY);
  });

  it('keeps the headers of a tab when an operation of the history is opened in it', async () => {
    await visitWith({});
    await enterKey();
    await run('FourSystems');
    await show('History');
    await page().locator('.graphiql-history-item-label').first().click();
    expect(codesOf(await run('FourSystems'))).toEqual(['FORBIDDEN']);
    expect(await headers()).toContain(KEY);
  });

  it('shows answers even if the schema is refused, and requests it once with the same credentials', async () => {
    await visitWith({ INTROSPECTION: 'off' });
    await enterKey();
    const isIntrospection = (request: Request) => request.postData()?.includes('IntrospectionQuery') ?? false;
    let introspections = 0;
    page().on('request', (request) => (introspections += Number(isIntrospection(request))));
    const refused = page().waitForResponse((response) => isIntrospection(response.request()));
    await run('FourSystems');
    await (await refused).finished();
    const refetch = page().getByRole('button', { name: /^Re-fetch GraphQL schema/ });
    await expect.poll(() => refetch.isEnabled()).toBe(true);
    await expect.poll(shown).toContain('FORBIDDEN');
    const asked = introspections;
    await run('FourSystems');
    await expect.poll(shown).toContain('FORBIDDEN');
    expect(introspections).toBe(asked);
  });
});

describe('if the graph accepts published operations only', { timeout: 60_000 }, () => {
  it('says so and what to do, before anything is run and after', async () => {
    await using replica = await product().another({ SAFE_LIST: 'enforce' });
    await visit(replica.url, /status of 400/);
    const notice = pane('Safe list').getByText('This gateway accepts published operations only.');
    await notice.waitFor();
    await choose('FourSystems');
    await run('FourSystems');
    await expect.poll(shown).toContain('PERSISTED_QUERY_NOT_IN_LIST');
    await notice.waitFor();
    await leave();
  });
});
