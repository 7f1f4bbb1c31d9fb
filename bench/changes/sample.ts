import type { Started } from '../targets/process.ts';
import { Changer } from './changer.ts';
import { customersOf, questionAbout } from './question.ts';
import { WebSocketSubscriber } from './subscriber.ts';
import { Tally } from './tally.ts';
import type { Target } from './targets.ts';

/** A message as subscribers get it. */
interface Message {
  readonly payload: { readonly data?: Readonly<Record<string, Told>>; readonly errors?: unknown };
}
interface Told {
  readonly occurredAt: string;
  readonly customer: { readonly phone: string };
}

const TRIES = 20;
const WAIT_MS = 500;

/**
 * What a server sends to a subscriber of the benchmark for a change: its data as text, without the parts that differ between changes.
 * Throws an Error if it is not data, or is older than the change.
 */
export async function sampleOf(target: Target, server: Started, upstream: Started): Promise<string> {
  const [customer = ''] = customersOf(1);
  const tally = new Tally();
  const parts = { upstream: upstream.url, server: server.url, notify: target.notify, tally };
  using changer = await Changer.open(parts);
  let [expected, received] = [-1, Promise.withResolvers<Buffer>()];
  using subscriber = await WebSocketSubscriber.open(server.url, questionAbout(customer), {
    // An earlier change may still be on its way.
    next: (message) => {
      if (tally.receive(message, -1) === expected) received.resolve(message);
    },
    fault: (error) => received.reject(error),
  });
  for (let n = 0; n < TRIES && !subscriber.isClosed; n++) {
    [expected, received] = [n, Promise.withResolvers()];
    const sequence = await changer.change(customer);
    const message = await Promise.race([received.promise, after(WAIT_MS)]);
    if (message) return comparable(message, sequence);
  }
  throw new Error('The subscriber received nothing.');
}

function comparable(message: Buffer, sequence: number): string {
  const text = message.toString('utf8');
  const { data } = (JSON.parse(text) as Message).payload;
  const event = data?.['customerChanged'];
  if (!event) throw new Error(`A subscriber received: ${text.slice(0, 300)}`);
  const { phone } = event.customer;
  if (phone !== `555-01-${sequence}`) throw new Error(`Change ${sequence} was delivered with ${phone}.`);
  return JSON.stringify(data).replace(phone, '…').replace(event.occurredAt, '…');
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
