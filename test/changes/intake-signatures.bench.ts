/** Measures what it costs to tell a genuine webhook from a forged one. Prints a line for each size of body. */
import { Signatures } from '../../changes/intake/signatures.ts';
import { newSecret, signatureOf } from '../support/changes/intake-server.ts';

const ROUNDS = 50;
const SECRETS = [newSecret(), newSecret()];
const signatures = new Signatures(SECRETS);

function timed(text: string, secret: string | undefined): string {
  const headers = signatureOf(text, secret === undefined ? { secret: newSecret() } : { secret });
  const delivery = {
    id: headers['webhook-id'] ?? null,
    timestamp: headers['webhook-timestamp'] ?? null,
    signature: headers['webhook-signature'] ?? null,
    form: 'one' as const,
    body: Buffer.from(text),
  };
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) signatures.faultOf(delivery);
  return ((performance.now() - began) / ROUNDS).toFixed(3);
}

for (const bytes of [500, 500, 10_000, 100_000, 1_048_576]) {
  const text = 'x'.repeat(bytes);
  const [genuine, forged] = [timed(text, SECRETS[1]), timed(text, undefined)];
  console.log(`${String(bytes).padStart(9)} bytes, two secrets: genuine ${genuine} ms, forged ${forged} ms`);
}
