import type { SettingsReader } from '../settings.ts';

/** Where metrics are served, and how many names they distinguish. */
export interface MetricsConfig {
  readonly host: string;
  readonly port: number;
  /** The most operation names with metrics of their own; any others count as `other`. */
  readonly maxOperations: number;
  /** The same for client names. */
  readonly maxClients: number;
}

/** The OpenTelemetry names of the samplers, which decide which traces are recorded. */
const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

/** Which traces are sent, and where. */
export interface TracesConfig {
  /** The URL to which traces are posted, `…/v1/traces`. */
  readonly url: string;
  /** Header fields to send; they may contain a token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly sampler: (typeof SAMPLERS)[number];
  /** The share of traces that ratio-based samplers record, 0 to 1. */
  readonly ratio: number;
}

/** Which operations are logged. */
const LOGGED = ['off', 'mutations', 'all'] as const;
export type LoggedOperations = (typeof LOGGED)[number];

/** The configuration of metrics, traces and logs; null for what is off. */
export interface TelemetryConfig {
  readonly operations: LoggedOperations;
  readonly metrics: MetricsConfig | null;
  readonly traces: TracesConfig | null;
}

const URLS = { protocols: ['http:', 'https:'], credentials: false };

/** Reads the settings of metrics, traces and the log of operations. Those of traces have the names that OpenTelemetry defines. */
export function readTelemetry(reader: SettingsReader): TelemetryConfig {
  const about = 'operations that are logged at level info, with caller, operation name and outcome';
  const operations = reader.oneOf('LOG_OPERATIONS', 'mutations', LOGGED, about);
  return { operations, metrics: readMetrics(reader), traces: readTraces(reader) };
}

function readMetrics(reader: SettingsReader): MetricsConfig | null {
  const about = 'port of /metrics for Prometheus (usually 9464); 0 picks a free one, none without it';
  const port = reader.optionalInteger('METRICS_PORT', [0, 65_535], about);
  const host = reader.text('METRICS_HOST', '127.0.0.1', 'address that /metrics listens on');
  const named = (what: string) =>
    `maximum number of ${what} with metrics of their own; the rest count as “other”`;
  const maxOperations = reader.integer('METRICS_MAX_OPERATIONS', 200, [1, 10_000], named('operations'));
  const maxClients = reader.integer('METRICS_MAX_CLIENTS', 20, [1, 1_000], named('clients'));
  return port === null ? null : { host, port, maxOperations, maxClients };
}

function readTraces(reader: SettingsReader): TracesConfig | null {
  const about =
    'URL of the OpenTelemetry collector (OTLP over HTTP) that traces are sent to; without it, none are';
  const base = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', URLS, about).replace(/\/$/, '');
  const headers = readHeaders(reader);
  const serviceName = reader.text('OTEL_SERVICE_NAME', 'isthmus', 'service name in traces');
  const how = 'which traces are sampled';
  const sampler = reader.oneOf('OTEL_TRACES_SAMPLER', 'parentbased_always_on', SAMPLERS, how);
  const ratio = Number(
    reader.text('OTEL_TRACES_SAMPLER_ARG', '1', 'share of traces that ratio samplers record, 0 to 1'),
  );
  if (!(ratio >= 0 && ratio <= 1)) {
    reader.faults.push('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, such as 0.1 for every tenth.');
  }
  return base === '' ? null : { url: `${base}/v1/traces`, headers, serviceName, sampler, ratio };
}

/** A list in OpenTelemetry's format, `name=value,name=value`, with percent-encoded values. */
function readHeaders(reader: SettingsReader): Readonly<Record<string, string>> {
  const name = 'OTEL_EXPORTER_OTLP_HEADERS';
  const text = reader.secret(name, '', 'header fields for the collector (name=value,…), such as a token');
  const headers: Record<string, string> = {};
  for (const item of text.split(',').filter((part) => part.trim() !== '')) {
    const [, field, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(item) ?? [];
    const decoded = value === undefined ? null : decodedOf(value);
    if (field === undefined || decoded === null) {
      // Refers to the entry by its position only, because faults are printed.
      const number = text.split(',').indexOf(item) + 1;
      reader.faults.push(
        `${name} must list name=value, with values percent-encoded; number ${number} is not.`,
      );
      continue;
    }
    headers[field] = decoded;
  }
  return headers;
}

function decodedOf(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
