import { hash } from 'node:crypto';
import type { LRUCache } from 'lru-cache';
import type { Dependencies } from '../../datasources/cache/cache.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { requestIdOf } from '../context.ts';
import type { Account } from '../rate/account.ts';
import type { StreamParts } from './parts.ts';
import type { LongLivedOperation } from './operations.ts';
import { failureOf } from './failure.ts';
import type { Held, HeldBytes } from './held-bytes.ts';
import type { Message, Outbox } from './outbox.ts';
import { runOnce, type RunResult } from './run.ts';
import { Runs } from './runs.ts';
import type { Keyed } from './spec.ts';
import type { TagIndex } from './tag-index.ts';

/** A live query, as all its clients share it. */
export interface LiveQuerySpec {
  readonly operation: LongLivedOperation;
  /** One of its callers; all of them see the same. */
  readonly principal: Principal;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The minimum number of milliseconds between two answers. */
  readonly throttleMs: number;
}

/** No change announces that a system has recovered, so an answer with errors or stale parts is retried after this long. */
const RETRY_MS = 5_000;

/** How soon to check again whether one of its callers can pay for a run. */
const UNPAID_MS = 1_000;
/** The most callers that are asked to pay for a run, one after the other. */
const MAX_ASKED = 8;

/** A client, as its group holds it. */
interface Member {
  /** The account that pays for it; null if there is no limit. */
  readonly account: Account | null;
  /** The digest of its last answer; null if it has none yet. */
  last: string | null;
}

/** An answer, its digest without the ages of stale parts, and the position in the order of evictions at which its run began. */
export interface KeptAnswer extends Dependencies {
  readonly text: string;
  readonly digest: string;
  readonly began: number;
  /** Whether it is only for clients that are still to receive it: it will be tried again soon. */
  readonly isProvisional: boolean;
}

/** The last answers of all groups, as long as there is room and no change to them has been announced. */
type KeptAnswers = LRUCache<LiveGroup, KeptAnswer>;

/** All clients of the same live query, which is executed once for all of them. */
export class LiveGroup {
  readonly key: string;
  readonly held: Held;
  readonly #parts: StreamParts;
  readonly #spec: LiveQuerySpec;
  readonly #index: TagIndex<LiveGroup>;
  readonly #answers: KeptAnswers;
  readonly #runs: Runs;
  /** The same for all runs: errors contain it, and a repeated error must not look like a new answer. */
  readonly #requestId = requestIdOf(undefined);
  /** Those whose turn to pay comes first are first. */
  readonly #members = new Map<Outbox, Member>();
  /** Clients that joined after something changed during a run. They may already know of that change, so they wait for the next run. */
  readonly #late = new Set<Outbox>();
  /** The tags it waits for; null for any. */
  #tags: readonly Tag[] | null = [];
  #isRunning = false;
  /** Whether the next run is paid for, by a client that has joined. */
  #isPaid = false;
  #isPaying = false;
  /** The position in the order of evictions at which the last run began. */
  #began = 0;
  /** The tags touched during a run, whose data may have been read before or after; null for any. */
  #touchedMeanwhile: Set<Tag> | null = new Set();
  /** When all clients last received an answer, by `performance`. */
  #sentAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #dueAt = Infinity;

  /** `index` is told which tags the group waits for; all groups share `answers`. Throws a refusal if there is no room in `space`. */
  constructor(
    parts: StreamParts,
    liveQuery: Keyed<LiveQuerySpec>,
    index: TagIndex<LiveGroup>,
    answers: KeptAnswers,
    space: HeldBytes,
  ) {
    const { key, spec } = liveQuery;
    this.key = key;
    this.held = space.take(liveQuery);
    this.#parts = parts;
    this.#spec = spec;
    this.#index = index;
    this.#answers = answers;
    this.#runs = new Runs(parts, spec);
  }

  /** Whether the group has no clients. */
  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Sends a client the current answer, which its account has paid for, and again whenever it changes. */
  join(outbox: Outbox, account: Account | null): void {
    this.#members.set(outbox, { account, last: null });
    if (this.#isRunning && this.#isOvertaken) this.#late.add(outbox);
    const kept = this.#answers.get(this);
    // A change evicts what it touched before it is announced, if it ever is.
    if (kept && !kept.isProvisional && this.#parts.cache.isCurrent(kept)) {
      this.#send(outbox, kept);
      return;
    }
    this.#isPaid = true;
    this.#runAt(performance.now());
  }

  /** Removes a client that has disconnected. */
  leave(outbox: Outbox): void {
    this.#members.delete(outbox);
    this.#late.delete(outbox);
    if (this.isEmpty) this.#stop();
  }

  /** Reports a change to something that it waits for; null means that anything may have changed. */
  touch(tags: ReadonlySet<Tag> | null): void {
    this.#answers.delete(this);
    if (!this.#isRunning) this.#runAt(this.#sentAt + this.#spec.throttleMs);
    else if (tags === null) this.#touchedMeanwhile = null;
    else for (const tag of tags) this.#touchedMeanwhile?.add(tag);
  }

  /** Schedules a run, unless one is running or due earlier. */
  #runAt(at: number): void {
    if (this.#isRunning || this.#isPaying || this.#dueAt <= at) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = at;
    const run = () => this.#run().catch((error: unknown) => this.#fail(error));
    this.#timer = setTimeout(() => void run(), Math.max(0, at - performance.now()));
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#dueAt = Infinity;
    if (!this.#isPaid && !(await this.#pay())) return;
    this.#isPaid = false;
    this.#isRunning = true;
    this.#began = this.#parts.cache.memory.evictions.now;
    this.#touchedMeanwhile = new Set();
    this.#waitFor(null);
    const { operation, variables } = this.#spec;
    const ran = await this.#runs.run(
      (context) => runOnce(this.#parts, operation, { variables, root: undefined, cursor: null }, context),
      this.#requestId,
    );
    this.#isRunning = false;
    if (this.isEmpty) return;
    this.#waitFor(ran.tags);
    const { comparable, ...rest } = ran;
    const answer = { ...rest, digest: hash('sha256', comparable), began: this.#began };
    this.#sendToAll(answer);
    const isCurrent = this.#isCurrent(ran);
    if (isCurrent) this.#answers.set(this, answer);
    else this.#runAt(this.#sentAt + this.#spec.throttleMs);
    if (ran.isProvisional) this.#runAt(performance.now() + RETRY_MS);
  }

  /**
   * Charges the next run to one of the callers, in turn: one that cannot pay holds up none that can. Returns whether it is paid; if not, it
   * is scheduled again, unless nobody is left.
   */
  async #pay(): Promise<boolean> {
    const { operation, variables } = this.#spec;
    const cost = operation.cost.of(variables);
    const asked = new Set<string>();
    let isPaid = false;
    this.#isPaying = true;
    for (const [outbox, member] of this.#members) {
      const { account } = member;
      if (asked.has(account?.name ?? '')) continue;
      // The next run is for others to pay.
      this.#members.delete(outbox);
      this.#members.set(outbox, member);
      isPaid = account === null || (await account.charge(cost)) === null;
      if (isPaid || asked.size === MAX_ASKED) break;
      asked.add(account?.name ?? '');
    }
    this.#isPaying = false;
    if (this.isEmpty) return false;
    // A client that has joined in the meantime has paid.
    if (isPaid || this.#isPaid) return true;
    this.#runAt(performance.now() + UNPAID_MS);
    return false;
  }

  /** Sends an answer to all clients; within the throttle interval, only to new ones. */
  #sendToAll(answer: KeptAnswer): void {
    const now = performance.now();
    const allAt = this.#sentAt + this.#spec.throttleMs;
    for (const [outbox, { last }] of this.#members) {
      const isLate = this.#late.delete(outbox);
      if (last === answer.digest) continue;
      if (isLate) this.#runAt(now);
      else if (last === null || now >= allAt) this.#send(outbox, answer);
      else this.#runAt(allAt);
    }
    if (now >= allAt) this.#sentAt = now;
  }

  /** Sends an answer now, or the one that is then the last once the client has read what was sent to it before: none is held for it. */
  #send(outbox: Outbox, answer: KeptAnswer): void {
    let now: KeptAnswer | undefined = answer;
    outbox.offer(() => this.#take(outbox, now));
    now = undefined;
  }

  #take(outbox: Outbox, answer = this.#answers.get(this)): Message | null {
    const member = this.#members.get(outbox);
    if (!member) return null;
    if (!answer) this.#runAt(this.#sentAt + this.#spec.throttleMs);
    if (!answer || member.last === answer.digest) return null;
    member.last = answer.digest;
    return { text: answer.text, cursor: null };
  }

  /** Whether something has changed since the current run began, whether that has been announced or not. */
  get #isOvertaken(): boolean {
    return this.#touchedMeanwhile?.size !== 0 || this.#began !== this.#parts.cache.memory.evictions.now;
  }

  #isCurrent({ tags }: RunResult): boolean {
    const touched = this.#touchedMeanwhile;
    if (touched === null) return false;
    return tags === null ? touched.size === 0 : !tags.some((tag) => touched.has(tag));
  }

  #waitFor(tags: readonly Tag[] | null): void {
    this.#index.delete(this, this.#tags);
    // A group that waits for any change needs no room, and only runs more often.
    this.#tags = this.held.keepsTags(tags?.length ?? 0) ? tags : null;
    this.#index.add(this, this.#tags);
  }

  /** No known error gets here. If one does, it must affect only this group. */
  #fail(error: unknown): void {
    this.#isRunning = false;
    for (const outbox of this.#members.keys()) outbox.end(failureOf(error, this.#parts));
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isPaid = false;
    this.#answers.delete(this);
    this.#runs.abandon();
    this.#waitFor([]);
  }
}
