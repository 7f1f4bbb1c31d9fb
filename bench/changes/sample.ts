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
 * What a server sends for a change to a subscriber of the benchmark: its data as text, without what differs in each change. Throws an
 * Error if it is not data, or is older than the change.
 */
export async function sampleOf(target: Target, server: Started, upstream: Started): Promise<string> {
  const [customer = ''] = customersOf(1);
  const tally = new Tally();
  const parts = { upstream: upstream.url, server: server.url, tell: target.tell, tally };
  using changer = await Changer.open(parts);
  let [told, heard] = [-1, Promise.withResolvers<Buffer>()];
  using subscriber = await WebSocketSubscriber.open(server.url, questionAbout(customer), {
    // An earlier change may still be on its way.
    next: (message) => {
      if (tally.hear(message, -1) === told) heard.resolve(message);
    },
    fault: (error) => heard.reject(error),
  });
  for (let n = 0; n < TRIES && !subscriber.isClosed; n++) {
    [told, heard] = [n, Promise.withResolvers()];
    const sequence = await changer.change(customer);
    const message = await Promise.race([heard.promise, after(WAIT_MS)]);
    if (message) return comparable(message, sequence);
  }
  throw new Error('A subscriber hears of nothing.');
}

function comparable(message: Buffer, sequence: number): string {
  const text = message.toString('utf8');
  const { data } = (JSON.parse(text) as Message).payload;
  const told = data?.['customerChanged'];
  if (!told) throw new Error(`A subscriber was told: ${text.slice(0, 300)}`);
  const { phone } = told.customer;
  if (phone !== `555-01-${sequence}`) throw new Error(`Told of change ${sequence}, and given ${phone}.`);
  return JSON.stringify(data).replace(phone, '…').replace(told.occurredAt, '…');
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
