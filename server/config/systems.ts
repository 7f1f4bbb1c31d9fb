import { isIP } from 'node:net';
import type { System, SystemSettings } from '../../datasources/system.ts';
import type { Range, SettingsReader } from '../settings.ts';
import { errorText } from '../../datasources/thrown.ts';

/** A system with its settings; `embeddedPort` is set if the embedded one is to be started. */
export interface ConfiguredSystem extends SystemSettings {
  readonly system: System<unknown>;
  readonly embeddedPort: number | null;
}

/** The systems, each with its address. */
export function addressesOf(systems: readonly ConfiguredSystem[]): readonly string[] {
  return systems.map(({ system, baseUrl }) => `${system.name}@${baseUrl}`);
}

/** What the embedded systems listen on. */
const EMBEDDED_HOST = '127.0.0.1';

const SYSTEM_URLS = { protocols: ['http:', 'https:'], credentials: false };

/** The share of a call's time that its system must have had for an answer before it is blamed for a timeout. */
const FAIR_SHARE = 0.5;

/** Reads the settings of a system; `requestTimeoutMs` is the time an operation may take, including its calls. */
export function readSystem(
  reader: SettingsReader,
  system: System<unknown>,
  requestTimeoutMs: number,
): ConfiguredSystem {
  const faultsBefore = reader.faults.length;
  const { embeddedPort, baseUrl } = readAddress(reader, system);
  const credentials = readCredentials(reader, system, embeddedPort === null ? baseUrl : '');
  if (reader.faults.length === faultsBefore) checkCredentials(reader, system, credentials, baseUrl);
  return { system, embeddedPort, baseUrl, credentials, ...readPolicies(reader, system, requestTimeoutMs) };
}

function readAddress(
  reader: SettingsReader,
  system: System<unknown>,
): Pick<ConfiguredSystem, 'embeddedPort' | 'baseUrl'> {
  const faultsBefore = reader.faults.length;
  const about = `address of ${system.title}${system.embeddedPort === null ? '' : '; the embedded one if empty'}`;
  const url = reader.url(settingOf(system, 'URL'), SYSTEM_URLS, about).replace(/\/$/, '');
  const isAddressGood = reader.faults.length === faultsBefore;
  const port =
    system.embeddedPort === null
      ? null
      : reader.integer(
          settingOf(system, 'PORT'),
          system.embeddedPort,
          [0, 65_535],
          `port of the embedded ${system.name}`,
        );
  if (url !== '' || !isAddressGood) return { embeddedPort: null, baseUrl: url };
  if (port !== null) return { embeddedPort: port, baseUrl: `http://${EMBEDDED_HOST}:${port}` };
  reader.faults.push(`${settingOf(system, 'URL')} is missing: set it to the address of ${system.title}.`);
  return { embeddedPort: null, baseUrl: '' };
}

function readPolicies(
  reader: SettingsReader,
  system: System<unknown>,
  requestTimeoutMs: number,
): Omit<SystemSettings, 'baseUrl' | 'credentials'> {
  const { name } = system;
  const integer = (setting: string, usual: number, range: Range, about: string) =>
    reader.integer(settingOf(system, setting), usual, range, about);
  const ofCall = `maximum duration of a call to ${name}, in milliseconds, retries included`;
  const timeoutMs = integer('TIMEOUT_MS', 2_000, [10, 600_000], ofCall);
  const ofRetries = `retries of all calls to ${name} together, in percent of the calls`;
  const ofBreaker = `circuit breaker of ${name}: opens after this many failures among the last twice as many attempts; 0 disables it`;
  const ofAge = `freshness of answers of ${name} without Cache-Control, in seconds`;
  const ofStale = `time past that during which they may be served while ${name} is unavailable, in seconds, unless stale-if-error says otherwise`;
  return {
    timeoutMs,
    fairMs: FAIR_SHARE * Math.min(timeoutMs, requestTimeoutMs),
    concurrency: integer('CONCURRENCY', 16, [1, 1_000], `maximum number of concurrent calls to ${name}`),
    retries: integer('RETRIES', 2, [0, 10], `maximum number of retries of a call to ${name}`),
    retryBudget: integer('RETRY_BUDGET_PERCENT', 20, [0, 1_000], ofRetries),
    breakerFailures: integer('BREAKER_FAILURES', 10, [0, 1_000], ofBreaker),
    maxBatch: integer('MAX_BATCH', 100, [1, 10_000], `maximum number of ids or rows per call to ${name}`),
    maxAgeMs: 1_000 * integer('MAX_AGE_SECONDS', 5, [0, 86_400], ofAge),
    staleIfErrorMs: 1_000 * integer('STALE_IF_ERROR_SECONDS', 3_600, [0, 86_400], ofStale),
  };
}

/** Reads the credentials for a system; if it is the embedded one, those that it accepts. */
function readCredentials(
  reader: SettingsReader,
  system: System<unknown>,
  url: string,
): Readonly<Record<string, string>> {
  const values = Object.entries(system.credentials.settings).map(([name, { about, local }]) => {
    const setting = settingOf(system, name);
    const before = reader.faults.length;
    const value = reader.secret(setting, url === '' ? local : '', `${about} for ${system.name}`);
    if (value === '' && reader.faults.length === before) {
      reader.faults.push(`${setting} is missing: set it to the ${about} that ${url} accepts.`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(values);
}

/** Detects now what would make every call fail: a token with a line break, a secret that would be sent in plaintext. */
function checkCredentials(
  reader: SettingsReader,
  system: System<unknown>,
  credentials: Readonly<Record<string, string>>,
  baseUrl: string,
): void {
  try {
    system.credentials.create(credentials, baseUrl);
  } catch (error) {
    const names = ['URL', ...Object.keys(credentials)].map((name) => settingOf(system, name)).join(', ');
    reader.faults.push(`${names}: ${errorText(error)}.`);
  }
}

/** The setting for the port of an embedded system, to be named if the port is taken. */
export function portSettingOf(systems: readonly ConfiguredSystem[], port: number): string {
  const owner = systems.find(({ embeddedPort }) => embeddedPort === port);
  return owner ? settingOf(owner.system, 'PORT') : 'PORT';
}

/** The prefixes of systems that send webhooks, by name. */
export function prefixesOfPushing(systems: readonly System<unknown>[]): Readonly<Record<string, string>> {
  const pushing = systems.filter(({ pushes }) => pushes);
  return Object.fromEntries(pushing.map((system) => [system.name, prefixOf(system)]));
}

/** The environment variable of a setting of a system. */
function settingOf(system: System<unknown>, name: string): string {
  return `${prefixOf(system)}_${name}`;
}

function prefixOf({ name }: System<unknown>): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** One of our pages is cut from one or two pages of each system, so it must not be longer than those. */
export function checkPages(
  reader: SettingsReader,
  maxPage: number,
  systems: readonly ConfiguredSystem[],
): void {
  for (const { system, maxBatch } of systems) {
    if (maxPage <= maxBatch) continue;
    const setting = settingOf(system, 'MAX_BATCH');
    reader.faults.push(
      `MAX_PAGE_SIZE is ${maxPage}, but ${system.name} gives ${maxBatch} at once (${setting}): set MAX_PAGE_SIZE to ${maxBatch} at most, or ${setting} to what ${system.name} really takes.`,
    );
  }
}

/** An address to listen on. */
interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Of two settings with the same port on the same host, each would find it taken "by another program". */
export function checkPorts(
  reader: SettingsReader,
  gateway: ListenAddress,
  metrics: ListenAddress | null,
  systems: readonly ConfiguredSystem[],
): void {
  const listeners: (ListenAddress & { readonly setting: string })[] = [{ setting: 'PORT', ...gateway }];
  if (metrics) listeners.push({ setting: 'METRICS_PORT', ...metrics });
  for (const { system, embeddedPort } of systems) {
    if (embeddedPort === null) continue;
    listeners.push({ setting: settingOf(system, 'PORT'), host: EMBEDDED_HOST, port: embeddedPort });
  }
  listeners.forEach((one, index) => {
    const { setting, host, port } = one;
    const other = listeners
      .slice(0, index)
      .findLast((earlier) => earlier.port === port && mayOverlap(earlier.host, host));
    if (other === undefined || port === 0) return;
    reader.faults.push(`${setting} and ${other.setting} are both ${port}: set one of them to another port.`);
  });
}

/** Whether two hosts may be the same address: a name may stand for any, and the unspecified addresses include all others. */
function mayOverlap(one: string, other: string): boolean {
  return (
    one === other || [one, other].some((host) => isIP(host) === 0 || host === '0.0.0.0' || host === '::')
  );
}
