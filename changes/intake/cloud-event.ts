import type { CloudEvent } from '../../datasources/changes.ts';
import { BrokenEventError } from '../errors/broken-event.ts';
import type { IncomingWebhook } from './incoming-webhook.ts';
import { errorText } from '../../datasources/thrown.ts';
import { isRecord } from '../../datasources/is-record.ts';

/** The most events in a batch: as many as are recorded in one step. */
const MAX_EVENTS = 1_000;
/** RFC 3339, section 5.6. Whether the date exists is left to the reader of the event. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const JSON_TYPE = /^[\w.+-]+\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Parses the CloudEvents 1.0 in a body in structured mode (CloudEvents JSON format 1.0.2, sections 3 and 4), in order. Throws {@link
 * BrokenEventError}.
 */
export function readEvents({ body, form }: Pick<IncomingWebhook, 'body' | 'form'>): readonly CloudEvent[] {
  const payload = parsed(body.toString('utf8'), 'The body');
  if (!Array.isArray(payload)) {
    if (form === 'batch') throw expected('An array of CloudEvents', payload);
    return [readEvent(payload, 'The event')];
  }
  if (form === 'one') throw expected('One CloudEvent, an object', payload);
  if (payload.length > MAX_EVENTS) {
    throw new BrokenEventError(`A batch holds ${MAX_EVENTS} events at most, got ${payload.length}.`);
  }
  return payload.map((event: unknown, index) => readEvent(event, `Event ${index} of the batch`));
}

function readEvent(payload: unknown, which: string): CloudEvent {
  if (!isRecord(payload)) throw expected(`${which}: a CloudEvent, an object`, payload);
  if (payload['specversion'] !== '1.0') {
    throw expected(`${which}: "specversion" as "1.0"`, payload['specversion']);
  }
  const time = optional(payload, 'time', which);
  if (time !== null && !TIMESTAMP.test(time)) throw expected(`${which}: "time" as RFC 3339 says`, time);
  return {
    id: required(payload, 'id', which),
    source: required(payload, 'source', which),
    type: required(payload, 'type', which),
    subject: optional(payload, 'subject', which),
    time,
    sequence: sequenceOf(payload, which),
    data: dataOf(payload, which),
  };
}

function required(attributes: Attributes, name: string, which: string): string {
  const value = optional(attributes, name, which);
  if (value === null) throw expected(`${which}: "${name}" as text`, value);
  return value;
}

/** A null attribute counts as absent (JSON format, section 2.2). */
function optional(attributes: Attributes, name: string, which: string): string | null {
  const value = attributes[name] ?? null;
  if (value === null || (typeof value === 'string' && value !== '')) return value;
  throw expected(`${which}: "${name}" as text that is not empty`, value);
}

/** The extension defines it as a string, but systems with counters send numbers. */
function sequenceOf(attributes: Attributes, which: string): string | null {
  const { sequence } = attributes;
  return Number.isSafeInteger(sequence) ? String(sequence) : optional(attributes, 'sequence', which);
}

function dataOf(attributes: Attributes, which: string): unknown {
  const type = optional(attributes, 'datacontenttype', which) ?? 'application/json';
  if (!JSON_TYPE.test(type)) throw expected(`${which}: "datacontenttype" of JSON`, type);
  const binary = optional(attributes, 'data_base64', which);
  if (binary === null) return attributes['data'] ?? null;
  return parsed(Buffer.from(binary, 'base64').toString('utf8'), `${which}: "data_base64"`);
}

function parsed(text: string, which: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = errorText(error);
    throw new BrokenEventError(`${which} is not JSON: ${reason.slice(0, 200)}`, { cause: error });
  }
}

function expected(what: string, got: unknown): BrokenEventError {
  return new BrokenEventError(`${what} was expected, got ${shown(got)}.`);
}

/** Describes a value; arrays and objects by kind only, as they may be arbitrarily large and deep. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : JSON.stringify(value).slice(0, 100);
}
