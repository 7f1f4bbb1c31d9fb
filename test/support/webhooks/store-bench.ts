import type { ChangeEvent } from '../../../changes/event.ts';
import type { EndpointTerms } from '../../../changes/webhooks/endpoint.ts';
import type { AttemptOutcome, WebhookStore } from '../../../changes/webhooks/store.ts';
import { ALL_CHANGES } from '../recording.ts';
import type { Backing } from './backing.ts';
import { recorded } from './changes.ts';

/** Terms of an endpoint. */
export const terms: EndpointTerms = {
  url: 'https://hooks.example/in',
  description: null,
  filter: ALL_CHANGES,
  secrets: { current: 'whsec_AAAA', former: [] },
};
/** An attempt that failed. */
export const ATTEMPT = { at: 5, ms: 7, status: 500, error: 'answered 500' };

/** What an attempt at delivery `seq` came to; by default, it was delivered. */
export function settling(seq: number, more: Partial<AttemptOutcome> = {}): AttemptOutcome {
  const usual = {
    triesBefore: 0,
    tries: 1,
    nextAt: 99,
    attempts: [ATTEMPT],
    endpoint: null,
    restsUntil: null,
  };
  return { seq, state: 'delivered', ...usual, ...more };
}
/** A store with an endpoint `a`, held by `me` under `token`, and the events of some orders. */
export async function preparedStore(open: () => Promise<Backing>, orders: readonly string[] = []) {
  const backing = await open();
  const store = backing.open();
  const from = await backing.log.newest();
  await store.create({ id: 'a', createdAt: 1, terms, taken: from }, 10);
  const token = await hold(store, 'a', 'me');
  const events = orders.length === 0 ? [] : await recorded(backing.log, orders);
  const take = (more: readonly ChangeEvent[] = events) =>
    store.take('a', token, { from, to: more.at(-1)?.cursor ?? from, events: more, gap: null });
  return {
    store,
    token,
    from,
    events,
    take,
    another: backing.open,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await backing[Symbol.asyncDispose]();
    },
  };
}

/** The token of a lease, or -1 if it is refused. */
export async function hold(store: WebhookStore, id: string, owner: string, ms = 60_000): Promise<number> {
  return (await store.hold([id], owner, ms)).get(id)?.token ?? -1;
}
