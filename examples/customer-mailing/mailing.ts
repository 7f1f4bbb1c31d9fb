/**
 * A stand-in for a mailing tool, kept in SQLite. Its API is a part of Mailchimp's; `<hash>` is the MD5 of the lower-cased address:
 *
 *   POST   /3.0/lists/customers                 {"members": [Member], "update_existing": true}  -> 200; at most 500
 *   GET    /3.0/lists/customers                 -> 200 {"stats": {member_count, unsubscribe_count, archived_count}}
 *   GET    /3.0/lists/customers/members/<hash>  -> 200 Member, or 404
 *   PATCH  /3.0/lists/customers/members/<hash>  {"status": "unsubscribed"}, as the link in a mail does  -> 200, or 404
 *   DELETE /3.0/lists/customers/members/<hash>  archives it  -> 204, or 404
 *
 * An unsubscribed address stays unsubscribed, whatever is posted, even if the entry was archived in the meantime.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startReceiver, type Answer, type Received, type Receiver } from '../kit/receiver.ts';

/** Whether a member of the list is sent mail. */
export type Status = 'subscribed' | 'unsubscribed' | 'archived';

/** An entry of the list. */
export interface Member {
  readonly email_address: string;
  readonly status: Status;
  readonly merge_fields: Readonly<Record<string, string>>;
}

/** An entry as it is posted. */
export interface NewMember extends Pick<Member, 'email_address' | 'merge_fields'> {
  /** The status to give it if there is no entry for this address yet. */
  readonly status_if_new: Exclude<Status, 'archived'>;
}

/** The path of the list. */
export const LIST = '/3.0/lists/customers';
const LARGEST = 500;

/** The id of an entry: the hash of its address. */
export function hashOf(email: string): string {
  return createHash('md5').update(email.toLowerCase()).digest('hex');
}

/** Starts the mailing tool on a loopback port, 0 for a free one; its data is kept in `file`. */
export async function startMailing(port: number, key: string, file: string): Promise<Receiver> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  db.exec(`CREATE TABLE IF NOT EXISTS member (hash TEXT PRIMARY KEY, email TEXT NOT NULL, fields TEXT NOT NULL,
    subscribed INTEGER NOT NULL, archived INTEGER NOT NULL) STRICT`);
  const receiver = await startReceiver(port, key, (request) => answer(db, request));
  return {
    url: receiver.url,
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]();
      db.close();
    },
  };
}

function answer(db: DatabaseSync, { method, path, body }: Received): Answer {
  if (path === LIST && method === 'POST') return post(db, body);
  if (path === LIST && method === 'GET') return [200, { stats: stats(db) }];
  const [, hash = ''] = /^\/3\.0\/lists\/customers\/members\/([0-9a-f]{32})$/.exec(path) ?? [];
  const member = memberOf(db, hash);
  if (!member) return [404, { title: 'There is no such thing.' }];
  switch (method) {
    case 'GET':
      return [200, member];
    case 'PATCH':
      db.prepare('UPDATE member SET subscribed = 0 WHERE hash = ?').run(hash);
      return [200, { ...member, status: 'unsubscribed' }];
    case 'DELETE':
      db.prepare('UPDATE member SET archived = 1 WHERE hash = ?').run(hash);
      return [204];
    default:
      return [405, { title: 'GET, PATCH and DELETE only.' }];
  }
}

function post(db: DatabaseSync, body: unknown): Answer {
  const { members } = (body ?? {}) as { readonly members?: unknown };
  if (!Array.isArray(members) || members.length > LARGEST || !members.every(isNewMember))
    return [
      400,
      { title: `Expected at most ${LARGEST} members with email_address, status_if_new and merge_fields.` },
    ];
  const upsert = db.prepare(`INSERT INTO member VALUES (?, ?, ?, ?, 0)
    ON CONFLICT DO UPDATE SET email = excluded.email, fields = excluded.fields, archived = 0`);
  db.exec('BEGIN');
  for (const { email_address: email, status_if_new: status, merge_fields: fields } of members)
    upsert.run(hashOf(email), email, JSON.stringify(fields), status === 'subscribed' ? 1 : 0);
  db.exec('COMMIT');
  return [200, { total_created_or_updated: members.length }];
}

function isNewMember(member: unknown): member is NewMember {
  const { email_address, status_if_new, merge_fields } = (member ?? {}) as Partial<
    Record<keyof NewMember, unknown>
  >;
  return (
    typeof email_address === 'string' &&
    email_address.includes('@') &&
    (status_if_new === 'subscribed' || status_if_new === 'unsubscribed') &&
    typeof merge_fields === 'object'
  );
}

function memberOf(db: DatabaseSync, hash: string): Member | null {
  const row = db.prepare('SELECT * FROM member WHERE hash = ?').get(hash);
  if (!row) return null;
  const status = row['archived'] === 1 ? 'archived' : row['subscribed'] === 1 ? 'subscribed' : 'unsubscribed';
  const merge_fields = JSON.parse(String(row['fields'])) as Member['merge_fields'];
  return { email_address: String(row['email']), status, merge_fields };
}

function stats(db: DatabaseSync): object | undefined {
  return db
    .prepare(
      `SELECT count(*) FILTER (WHERE subscribed AND NOT archived) AS member_count,
         count(*) FILTER (WHERE NOT subscribed AND NOT archived) AS unsubscribe_count,
         count(*) FILTER (WHERE archived) AS archived_count FROM member`,
    )
    .get();
}
