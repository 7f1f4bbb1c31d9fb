import { fileURLToPath } from 'node:url';
import { ask } from '../ask.ts';
import { customerQuery } from '../operations.ts';
import { isthmusEnvironment } from '../targets/isthmus.ts';
import { startServer, type Started } from '../targets/process.ts';
import { asPlainPost, asWebhook, SECRET, type Change, type Notification } from './notification.ts';

/** The names of the servers that are compared. */
export const NAMES = ['isthmus', 'pubsub'] as const;
export type Name = (typeof NAMES)[number];

/** A server that receives changes and has subscribers. */
export interface Target {
  readonly name: Name;
  /** Its name in tables. */
  readonly title: string;
  readonly notify: (change: Change) => Notification;
  readonly start: (how: Start) => Promise<Started>;
  /** The folder of its packages, if they are not the product's own. */
  readonly folder: string | null;
}

/** How to start a target. */
export interface Start {
  /** Address of the systems. */
  readonly upstream: string;
  /** Prefix of its command. */
  readonly pinning: readonly string[];
  /** Node arguments that precede its own. */
  readonly flags?: readonly string[];
  /** Settings in addition to its own. */
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PUBSUB = `${ROOT}bench/peers/pubsub`;

/** All targets, in the order of a round. */
export const targets: readonly Target[] = [
  { name: 'isthmus', title: 'Isthmus', notify: asWebhook, start: startIsthmus, folder: null },
  {
    name: 'pubsub',
    title: 'graphql-ws + in-memory PubSub',
    notify: asPlainPost,
    start: startPubSub,
    folder: PUBSUB,
  },
];

/** Starts Isthmus as `npm start` does, with its caches on. */
function startIsthmus({ upstream, pinning, flags = [], env = {} }: Start): Promise<Started> {
  const command = {
    args: [...flags, 'server/main.js'],
    cwd: ROOT,
    env: { ...isthmusEnvironment(upstream, 'hot'), CRM_WEBHOOK_SECRETS: SECRET, ...env },
  };
  return startServer(command, pinning, async (url) =>
    (await ask(`${url}/graphql`, customerQuery(11_000))).startsWith('{"data":{"customer":{'),
  );
}

function startPubSub({ upstream, pinning, flags = [], env = {} }: Start): Promise<Started> {
  const command = { args: [...flags, 'server.ts'], cwd: PUBSUB, env: { UPSTREAM_URL: upstream, ...env } };
  return startServer(command, pinning, async (url) => (await fetch(url)).ok);
}
