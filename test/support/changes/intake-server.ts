import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { Webhook } from 'standardwebhooks';
import type { ChangeSource } from '../../../datasources/changes.ts';
import type { ChangeEvent } from '../../../changes/event.ts';
import { openIntake, type Intake, type IntakeParts } from '../../../changes/intake/intake.ts';
import { WriteRecorder } from '../../../changes/intake/recorder.ts';
import type { ChangeLog } from '../../../changes/log.ts';
import { openSqliteLog } from '../../../changes/sqlite/log.ts';
import { createLog } from '../../../server/log.ts';
import { addChanges } from '../../../server/transports/changes.ts';

/** How to send a webhook; the defaults make it valid. */
export interface WebhookOptions {
  readonly id?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly secret?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly system?: string;
}

/** The answer to a webhook. */
export interface IntakeResponse {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The route for webhooks and the intake behind it, over real HTTP. */
export interface IntakeServer extends AsyncDisposable {
  readonly url: string;
  readonly intake: Intake;
  readonly recorder: WriteRecorder;
  readonly log: ChangeLog;
  /** Sends a signed webhook. A string is sent as it is, anything else as JSON. */
  readonly send: (payload: unknown, sending?: WebhookOptions) => Promise<IntakeResponse>;
  /** All events in the log. */
  readonly events: () => Promise<readonly ChangeEvent[]>;
}

/** The secret with which the system named `upstream` signs. */
export const SECRET = newSecret();

/** A new Standard Webhooks secret. */
export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/** A log in memory. */
export function memoryLog(): ChangeLog {
  return openSqliteLog({ file: ':memory:', maxEvents: 1_000_000, maxAgeMs: 86_400_000 });
}

/** Opens the route for a system named `upstream`. It does not poll until its intake is started, and closes the log only if it made it. */
export async function openIntakeServer(
  source: ChangeSource,
  options: Partial<IntakeParts> & { readonly secrets?: readonly string[] } = {},
): Promise<IntakeServer> {
  const { secrets = [SECRET], log = memoryLog(), ...more } = options;
  const logger = createLog({ level: 'silent', pretty: false });
  const sources = [{ system: 'upstream', source, entities: ['Thing'], secrets, registry: null }];
  const intake = openIntake({ sources, log, logger, pollMs: 50, ...more });
  const app = Fastify({ forceCloseConnections: true });
  addChanges(app, intake, logger);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    intake,
    recorder: new WriteRecorder(log, logger),
    log,
    send: (payload, sending = {}) => sendTo(url, payload, sending),
    events: async () => log.read(await log.oldest(), 1_000_000),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await intake.close();
      if (!options.log) await log.close();
    },
  };
}

/** Sends a webhook to a gateway, signed with {@link SECRET} unless `sending` names another. */
export async function sendTo(
  url: string,
  payload: unknown,
  sending: WebhookOptions,
): Promise<IntakeResponse> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const { type = 'application/cloudevents+json', system = 'upstream', headers = {} } = sending;
  const answer = await fetch(`${url}/changes/${system}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...signatureOf(body, sending), ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

let webhooks = 0;

/** The header fields that sign a body. */
export function signatureOf(
  body: string,
  { id = `webhook-${(webhooks += 1)}`, timestamp, secret = SECRET }: WebhookOptions = {},
): Record<string, string> {
  const seconds = timestamp ?? Math.floor(Date.now() / 1_000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': new Webhook(secret).sign(id, new Date(seconds * 1_000), body),
  };
}

/** The numbers of a {@link FakeUpstream}'s changes in a server's log, in its order. */
export async function numbers(server: IntakeServer): Promise<number[]> {
  return (await server.events()).map(({ fields: [field] }) => Number(field?.slice('field'.length)));
}

/** The numbers from one to another. */
export function upTo(count: number, from = 1): number[] {
  return Array.from({ length: count - from + 1 }, (_, index) => from + index);
}
