import type { System, SystemSettings } from '../../datasources/system.ts';
import type { SettingsReader } from '../settings.ts';
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

const SYSTEM_URLS = { protocols: ['http:', 'https:'], credentials: false };

/** The share of a call's time that its system must have had for an answer before it is blamed for a timeout. */
const FAIR_SHARE = 0.5;

/** Reads the settings of a system; `requestTimeoutMs` is the time an operation may take, including its calls. */
export function readSystem(
  reader: SettingsReader,
  system: System<unknown>,
  requestTimeoutMs: number,
): ConfiguredSystem {
  const prefix = prefixOf(system);
  const faultsBefore = reader.faults.length;
  const about = `address of ${system.title}${system.embeddedPort === null ? '' : '; the embedded one if empty'}`;
  const url = reader.url(`${prefix}_URL`, SYSTEM_URLS, about).replace(/\/$/, '');
  const isAddressGood = reader.faults.length === faultsBefore;
  const embeddedPort = url === '' && isAddressGood ? system.embeddedPort : null;
  const port =
    system.embeddedPort === null
      ? null
      : reader.integer(
          `${prefix}_PORT`,
          system.embeddedPort,
          0,
          65_535,
          `port of the embedded ${system.name}`,
        );
  if (url === '' && isAddressGood && port === null) {
    reader.faults.push(`${prefix}_URL is missing: set it to the address of ${system.title}.`);
  }
  const baseUrl = embeddedPort === null ? url : `http://127.0.0.1:${port}`;
  const credentials = readCredentials(reader, system, url);
  if (reader.faults.length === faultsBefore) checkCredentials(reader, system, credentials, baseUrl);
  const timeoutMs = reader.integer(
    `${prefix}_TIMEOUT_MS`,
    2_000,
    10,
    600_000,
    `maximum duration of a call to ${system.name}, in milliseconds, retries included`,
  );
  return {
    system,
    embeddedPort: embeddedPort === null ? null : port,
    baseUrl,
    credentials,
    timeoutMs,
    fairMs: FAIR_SHARE * Math.min(timeoutMs, requestTimeoutMs),
    concurrency: reader.integer(
      `${prefix}_CONCURRENCY`,
      16,
      1,
      1_000,
      `maximum number of concurrent calls to ${system.name}`,
    ),
    retries: reader.integer(
      `${prefix}_RETRIES`,
      2,
      0,
      10,
      `maximum number of retries of a call to ${system.name}`,
    ),
    retryBudget: reader.integer(
      `${prefix}_RETRY_BUDGET_PERCENT`,
      20,
      0,
      1_000,
      `retries of all calls to ${system.name} together, in percent of the calls`,
    ),
    breakerFailures: reader.integer(
      `${prefix}_BREAKER_FAILURES`,
      10,
      0,
      1_000,
      `circuit breaker of ${system.name}: opens after this many failures among the last twice as many attempts; 0 disables it`,
    ),
    maxBatch: reader.integer(
      `${prefix}_MAX_BATCH`,
      100,
      1,
      10_000,
      `maximum number of ids or rows per call to ${system.name}`,
    ),
    maxAgeMs:
      1_000 *
      reader.integer(
        `${prefix}_MAX_AGE_SECONDS`,
        5,
        0,
        86_400,
        `freshness of answers of ${system.name} without Cache-Control, in seconds`,
      ),
    staleIfErrorMs:
      1_000 *
      reader.integer(
        `${prefix}_STALE_IF_ERROR_SECONDS`,
        3_600,
        0,
        86_400,
        `time past that during which they may be served while ${system.name} is unavailable, in seconds, unless stale-if-error says otherwise`,
      ),
  };
}

/** Reads the credentials for a system; if it is the embedded one, those that it accepts. */
function readCredentials(
  reader: SettingsReader,
  system: System<unknown>,
  url: string,
): Readonly<Record<string, string>> {
  const values = Object.entries(system.credentials.settings).map(([name, { about, local }]) => {
    const setting = `${prefixOf(system)}_${name}`;
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
    const names = ['URL', ...Object.keys(credentials)]
      .map((name) => `${prefixOf(system)}_${name}`)
      .join(', ');
    reader.faults.push(`${names}: ${errorText(error)}.`);
  }
}

/** The setting for a port that something listens on, to be named if the port is taken. */
export function portSettingOf(
  { port: gatewayPort, systems }: { readonly port: number; readonly systems: readonly ConfiguredSystem[] },
  port: number,
): string {
  const owner = systems.find(({ embeddedPort }) => embeddedPort === port && port !== gatewayPort);
  return owner ? `${prefixOf(owner.system)}_PORT` : 'PORT';
}

/** The prefixes of systems that send webhooks, by name. */
export function prefixesOfPushing(systems: readonly System<unknown>[]): Readonly<Record<string, string>> {
  const pushing = systems.filter(({ pushes }) => pushes);
  return Object.fromEntries(pushing.map((system) => [system.name, prefixOf(system)]));
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
    const setting = `${prefixOf(system)}_MAX_BATCH`;
    reader.faults.push(
      `MAX_PAGE_SIZE is ${maxPage}, but ${system.name} gives ${maxBatch} at once (${setting}): set MAX_PAGE_SIZE to ${maxBatch} at most, or ${setting} to what ${system.name} really takes.`,
    );
  }
}

/** Of two settings with the same port, each would find it taken "by another program". */
export function checkPorts(
  reader: SettingsReader,
  gatewayPort: number,
  metricsPort: number | null,
  systems: readonly ConfiguredSystem[],
): void {
  const settingByPort = new Map<number, string>();
  for (const [setting, port] of [
    ['PORT', gatewayPort] as const,
    ['METRICS_PORT', metricsPort] as const,
    ...systems.map(({ system, embeddedPort }) => [`${prefixOf(system)}_PORT`, embeddedPort] as const),
  ]) {
    if (port === null || port === 0) continue;
    const other = settingByPort.get(port);
    if (other !== undefined) {
      reader.faults.push(`${setting} and ${other} are both ${port}: set one of them to another port.`);
    }
    settingByPort.set(port, setting);
  }
}
