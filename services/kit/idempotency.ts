import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attributeChanges, lastChange } from './changes.ts';
import { transaction } from './database.ts';
import { ProblemError } from './problem.ts';

/** The response of a write. */
export interface WriteAnswer<T> {
  readonly status: 200 | 201;
  readonly body: T;
}

/**
 * Runs a write in one transaction, and at most once for an `Idempotency-Key`: the same key with the same request gets the first response
 * again (with `Idempotency-Replayed: true`), with another request a 422 (draft-ietf-httpapi-idempotency-key-header). A write that throws
 * is rolled back and not remembered. `work` is given the key, null if there is none; the changes that it records carry it. `asked` is what makes
 * a request the same: its body, less what a client may set otherwise when it repeats the request.
 */
export function writeOnce<T>(
  db: DatabaseSync,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (key: string | null) => WriteAnswer<T>,
  asked: unknown = request.body,
): T {
  const key = request.headers['idempotency-key'];
  return transaction(db, () => {
    if (typeof key !== 'string') return send(reply, work(null));
    const fingerprint = fingerprintOf(request, asked);
    const earlier = db
      .prepare('SELECT fingerprint, status, body FROM idempotent_answer WHERE key = ?')
      .get(key);
    if (!earlier) {
      const before = lastChange(db);
      const answer = work(key);
      attributeChanges(db, before, key);
      db.prepare('INSERT INTO idempotent_answer VALUES (?, ?, ?, ?, ?)').run(
        key,
        fingerprint,
        answer.status,
        JSON.stringify(answer.body),
        new Date().toISOString(),
      );
      return send(reply, answer);
    }
    if (earlier['fingerprint'] !== fingerprint) {
      throw new ProblemError(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request.',
      );
    }
    void reply.header('Idempotency-Replayed', 'true');
    void reply.code(Number(earlier['status']));
    return JSON.parse(String(earlier['body'])) as T;
  });
}

function send<T>(reply: FastifyReply, answer: WriteAnswer<T>): T {
  void reply.code(answer.status);
  return answer.body;
}

function fingerprintOf(request: FastifyRequest, asked: unknown): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(asked ?? null)}`)
    .digest('hex');
}
