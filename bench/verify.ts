import { dataOf, type Fields } from './ask.ts';
import { requestsOf, type Work } from './operations.ts';

/** How many pages of Q2v are compared, spread evenly. */
const SAMPLES = 6;
const TIMES = ['first', 'second', 'third', 'fourth'] as const;

/** The address of a graph, and its cursors before each page. */
interface Verified {
  readonly url: string;
  readonly cursors: readonly (string | null)[];
}

/**
 * Compares a server's answers to an operation with the reference, byte for byte from `data` on: four times each, as later answers may
 * come from a cache or be assembled from cached fragments. Throws an Error that shows where they differ.
 */
export async function verify(
  server: Verified & { readonly fields: Fields },
  reference: Verified,
  work: Work,
): Promise<void> {
  const [own, others] = [requestsOf(work, server.cursors), requestsOf(work, reference.cursors)];
  if (own.length !== others.length)
    throw new Error(`${own.length} pages, the reference has ${others.length}`);
  const step = Math.max(1, Math.floor(own.length / SAMPLES));
  for (let n = 0; n < own.length; n += step) {
    const [asked, other] = [own[n], others[n]];
    if (!asked || !other) continue;
    const expected = await dataOf(reference.url, other);
    for (const time of TIMES) {
      const got = await dataOf(server.url, asked, server.fields);
      if (got !== expected) throw new Error(`${work}, ${time} time: ${difference(expected, got)}`);
    }
  }
}

function difference(expected: string, got: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
  return `expected …${around(expected)}…, got …${around(got)}…`;
}
