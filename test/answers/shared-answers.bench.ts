/**
 * Measures what it costs to read another replica's answer, which is to be compared with executing the operation here:
 * `node test/answers/shared-answers.bench.ts`. The answer is like that of the usual query (50 orders with everything that belongs to them:
 * 45 KB, 250 tags), over a Redis on this machine. Prints wall-clock and CPU milliseconds, each the median of the rounds.
 * `node bench/execution.ts` prints what an execution from records in memory takes.
 */
import { buildSchema } from 'graphql';
import { Answer } from '../../server/answers/answer.ts';
import { SharedAnswers, type SharedAnswer } from '../../server/answers/shared-answers.ts';
import { RedisServer } from '../support/redis.ts';
import { Replicas } from '../support/redis-tier.ts';

const ROUNDS = 15;
const TIMES = 100;
const TAGS = 250;
const BYTES = 45_000;

await using redis = await RedisServer.start();
await using replicas = new Replicas();
const tier = await replicas.ready(redis.url);
const answers = new SharedAnswers(tier, buildSchema('type Query { a: Int }'), []);
const { began } = await tier.read([]);

const answer = (tags: number, bytes: number): SharedAnswer => ({
  data: JSON.stringify({ name: 'x'.repeat(bytes) }),
  tags: Array.from({ length: tags }, (_, index) => `Customer:${29_000 + index}`),
  policy: { maxAge: 10, scope: 'PRIVATE' },
  ageMs: 0,
  freshMs: 3_600_000,
});
for (const [name, one] of Object.entries({ usual: answer(TAGS, BYTES), small: answer(3, 200) })) {
  await answers.store(name, one, began);
  await measure(`read, ${name}`, async () => {
    const found = await answers.read(name);
    if (found?.data !== one.data) throw new Error('the answer was not found');
    return new Answer(found.data, found.policy);
  });
  await measure(`store, ${name}`, () => answers.store(name, one, began));
}
await measure('ask in vain', () => answers.read('nothing'));

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const rounds: { readonly wall: number; readonly cpu: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    for (let time = 0; time < TIMES; time += 1) await work();
    const wall = (performance.now() - start) / TIMES;
    const { user, system } = process.cpuUsage(cpu);
    rounds.push({ wall, cpu: (user + system) / 1_000 / TIMES });
  }
  const median = (of: 'wall' | 'cpu') =>
    rounds.map((round) => round[of]).sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
  console.log(`${what.padEnd(16)} ${median('wall').toFixed(3)} ms, CPU ${median('cpu').toFixed(3)} ms`);
}
