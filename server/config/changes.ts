import type { Retention } from '../../changes/limits.ts';
import type { SettingsReader } from '../settings.ts';

/** How changes are received and stored. */
export interface ChangesConfig {
  /** How many events the log keeps, and for how many milliseconds: an event stays as long as both allow. */
  readonly retention: Retention;
  /** The most milliseconds from one poll of a system to the next. */
  readonly pollMs: number;
  /** The secrets with which each system signs its webhooks, by the name of the system; empty if it may not send any. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
}

const HOUR_MS = 3_600_000;
/** Two, so that a system can switch from one to the other (Standard Webhooks, "Signature scheme"). */
const MAX_SECRETS = 2;
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** 192 to 512 bits, according to Standard Webhooks. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** Reads the settings for incoming changes; `prefixes` are those of systems that send webhooks, by name. */
export function readChanges(
  reader: SettingsReader,
  prefixes: Readonly<Record<string, string>>,
): ChangesConfig {
  const pollMs = reader.integer(
    'CHANGES_POLL_MS',
    2_000,
    [50, 3_600_000],
    'interval at which systems are polled for changes, in milliseconds; also those that send webhooks',
  );
  const secrets = Object.entries(prefixes).map(
    ([system, prefix]) => [system, readSecrets(reader, system, prefix)] as const,
  );
  return { retention: readRetention(reader), pollMs, secrets: new Map(secrets) };
}

function readRetention(reader: SettingsReader): Retention {
  const events = 'maximum number of changes kept in the log for subscribers to resume from';
  const hours = 'maximum age of changes in the log, in hours';
  return {
    maxEvents: reader.integer('CHANGES_MAX_EVENTS', 1_000_000, [100, 1_000_000_000], events),
    // A day more than the 75 h 35 min that the attempts of a webhook take, so that the events waiting behind them are still in the log.
    maxAgeMs: HOUR_MS * reader.integer('CHANGES_MAX_HOURS', 96, [1, 8_760], hours),
  };
}

function readSecrets(reader: SettingsReader, system: string, prefix: string): readonly string[] {
  const name = `${prefix}_WEBHOOK_SECRETS`;
  const about = `secrets (whsec_…) of webhooks from ${system} to /changes/${system}, two during a rotation; without any, webhooks are refused`;
  const secrets = reader
    .secret(name, '', about)
    .split(',')
    .map((secret) => secret.trim())
    .filter(Boolean);
  if (secrets.length > MAX_SECRETS) {
    reader.faults.push(`${name} must list ${MAX_SECRETS} secrets at most, got ${secrets.length}.`);
  }
  secrets.forEach((secret, index) => {
    if (isSecret(secret)) return;
    // Refers to the secret by its position only, because faults are printed.
    const expected = `whsec_ and ${MIN_BYTES} to ${MAX_BYTES} bytes in base64`;
    reader.faults.push(
      `${name} must list secrets of the form ${expected}, which number ${index + 1} is not. Make one: echo "whsec_$(openssl rand -base64 32)".`,
    );
  });
  return secrets;
}

function isSecret(secret: string): boolean {
  const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64').length;
  return SECRET.test(secret) && bytes >= MIN_BYTES && bytes <= MAX_BYTES;
}
