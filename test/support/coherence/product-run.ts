import { tagsOf } from '../../../datasources/cache/tags.ts';
import type { Change } from '../../../datasources/changes.ts';
import { dataAndErrors, type Cluster, type Member } from './cluster.ts';
import { DIRECT, MUTATIONS } from './product-writes.ts';
import { queryOf, type Subject } from './queries.ts';

/** The kinds of steps, with their relative frequencies. */
const KINDS = {
  ask: 30,
  mutate: 9,
  write: 12,
  tell: 8,
  race: 4,
  raceWrite: 4,
  evict: 2,
  later: 3,
  leave: 1,
  comeBack: 2,
  lose: 1,
  pause: 1,
} as const;

/** The kind of a step. */
export type ProductKind = keyof typeof KINDS;

/** All kinds, each repeated by its frequency. */
export const PRODUCT_KINDS: readonly ProductKind[] = Object.entries(KINDS).flatMap(([kind, times]) =>
  Array.from({ length: times }, () => kind as ProductKind),
);

/** A step: its kind, and the numbers that select the member, the operation and its subject. */
export type ProductStep = readonly [kind: ProductKind, member: number, what: number, whom: number];

const TAGS = [
  '@crm',
  '@commerce',
  '@erp',
  '@accounting',
  'Order',
  'Customer:*',
  'Product:776',
  'StockLevel/*',
];
const CUSTOMERS = ['customer:11000', 'customer:29485', 'customer:11003'];
const PRODUCTS = ['product:776', 'product:870', 'product:707'];
const LOCATIONS = ['location:7', 'location:6', 'location:50'];

/** Runs steps against the real product, and compares cached answers with those of a gateway without a cache. */
export class ProductRun {
  readonly #cluster: Cluster;
  /** The changes that each member has not learned of yet. */
  readonly #unlearned: Change[][];
  readonly #orders = ['order:43697', 'order:75123', 'order:71774'];
  readonly #invoices = ['invoice:INV-43697', 'invoice:INV-75123', 'invoice:INV-71774'];
  readonly #faults: string[] = [];
  /** The number of answers compared. */
  compared = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#unlearned = cluster.members.map(() => []);
  }

  /** Runs the steps, starting with empty caches. Gives the faults found; empty if there were none. */
  async run(steps: readonly ProductStep[]): Promise<readonly string[]> {
    await this.#cluster.sharing.lose();
    await this.#cluster.changes();
    for (const { cache, link } of this.#cluster.members) {
      link.comeBack();
      await link.ready();
      await cache.evict(['@crm', '@commerce', '@erp', '@accounting']);
    }
    for (const step of steps) {
      await this.#do(step);
      if (this.#faults.length > 0) break;
    }
    return this.#faults;
  }

  async #do([kind, number, what, whom]: ProductStep): Promise<void> {
    const index = number % this.#cluster.members.length;
    const member = this.#at(this.#cluster.members, index);
    const query = queryOf(what, this.#subject(whom));
    switch (kind) {
      case 'ask':
        return this.#compare(index, query);
      case 'mutate':
        return this.#mutate(index, member, what, whom);
      case 'write':
        return this.#write(what, whom);
      case 'tell':
        return this.#learn(index);
      case 'race':
      case 'raceWrite': {
        const others = [0, 1, 2].map((more) => member.ask(queryOf(what + more, this.#subject(whom))));
        if (kind === 'race') await this.#mutate(index, member, what, whom);
        else await this.#write(what, whom);
        await this.#learn(index);
        await Promise.all([this.#compare(index, query), ...others]);
        return this.#compare(index, query);
      }
      case 'evict':
        await member.cache.evict([this.#at(TAGS, what)]);
        return;
      case 'later':
        this.#cluster.later([1_000, 25_000, 45_000, 100_000][what % 4] ?? 0);
        return;
      case 'leave':
        member.link.leave();
        return;
      case 'comeBack':
        member.link.comeBack();
        return;
      case 'lose':
        return this.#cluster.sharing.lose();
      case 'pause':
        return this.#cluster.sharing.pause();
    }
  }

  /** Queries a member twice. If it knows all changes, both answers must equal that of the gateway without a cache. */
  async #compare(index: number, query: string): Promise<void> {
    const { ask } = this.#at(this.#cluster.members, index);
    const answers = [await ask(query), await ask(query)];
    if (this.#at(this.#unlearned, index).length > 0) return;
    const plain = dataAndErrors(await this.#cluster.plain.ask(query));
    for (const answer of answers) {
      this.compared += 1;
      if (dataAndErrors(answer) !== plain)
        this.#faults.push(`${query}\n  cached ${dataAndErrors(answer)}\n  is     ${plain}`);
    }
  }

  async #mutate(index: number, { ask }: Member, what: number, whom: number): Promise<void> {
    const mutation = this.#at(MUTATIONS, what)(this.#subject(whom), what);
    this.#learnIds(await ask(mutation));
    // The member that writes knows of the change; the others learn of it later.
    await this.#note(index);
  }

  async #write(what: number, whom: number): Promise<void> {
    const made = await this.#at(DIRECT, what)(this.#cluster.systems, this.#subject(whom), what);
    if (made.order) this.#orders.push(made.order);
    if (made.invoice) this.#invoices.push(made.invoice);
    await this.#note(null);
  }

  async #learn(index: number): Promise<void> {
    const { cache } = this.#at(this.#cluster.members, index);
    for (const change of this.#at(this.#unlearned, index).splice(0)) await cache.evict(tagsOf(change));
  }

  async #note(knowing: number | null): Promise<void> {
    const changes = await this.#cluster.changes();
    this.#unlearned.forEach((pending, index) => {
      if (index !== knowing) pending.push(...changes);
    });
  }

  /** Collects ids of new records, so that later steps use them. */
  #learnIds(body: string): void {
    for (const [id = ''] of body.matchAll(/order:\d+|invoice:INV-\d+/g)) {
      const known = id.startsWith('order') ? this.#orders : this.#invoices;
      if (!known.includes(id)) known.push(id);
    }
  }

  #subject(whom: number): Subject {
    return {
      customer: this.#at(CUSTOMERS, whom),
      product: this.#at(PRODUCTS, whom >> 1),
      location: this.#at(LOCATIONS, whom >> 2),
      order: this.#at(this.#orders.slice(-4), whom),
      invoice: this.#at(this.#invoices.slice(-4), whom >> 1),
    };
  }

  #at<T>(all: readonly T[], number: number): T {
    const found = all[number % all.length];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }
}
