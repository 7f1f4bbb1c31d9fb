import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  batchReads,
  restExchanges,
  tierReads,
  type BatchRead,
  type RestExchange,
  type TierRead,
} from '../../../datasources/observed.ts';
import type { TracesConfig } from '../../config/telemetry.ts';
import {
  answeredOperations,
  LONGEST_NAME,
  requests,
  type AnsweredOperation,
  type Request,
} from '../../observed.ts';
import { all } from '../all.ts';
import { samplerOf } from './sampler.ts';
import { Spans, type SpanOf } from './spans.ts';

/** Traces that are being recorded. */
export interface Traces {
  /** Sends what is left, and records no more. Never rejects. */
  readonly close: () => Promise<void>;
}

const EXPORT_MS = 5_000;
const propagator = new W3CTraceContextPropagator();

/**
 * Records a span for each request, batch, read of the shared tier and REST call, and sends them to a collector. A request belongs to the
 * trace that its `traceparent` names (W3C Trace Context), and so do the calls that systems are sent. Attributes are named as OpenTelemetry's
 * semantic conventions have it, where these have a name. No span holds ids, arguments or anything of an answer.
 */
export function startTraces(config: TracesConfig): Traces {
  const exporter = new OTLPTraceExporter({
    url: config.url,
    headers: config.headers,
    timeoutMillis: EXPORT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.serviceName }),
    sampler: samplerOf(config),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const spans = new Spans(provider.getTracer('isthmus'));
  const stop = all([
    spans.follow(requests, requestSpan),
    spans.follow(batchReads, batchSpan),
    spans.follow(tierReads, tierSpan),
    spans.follow(restExchanges, restSpan),
    answeredOperations.listen((operation) => nameSpan(spans, operation)),
  ]);
  return {
    close: async () => {
      stop();
      await provider.shutdown().catch(() => undefined);
    },
  };
}

/** It is named when it is known what was asked. */
function requestSpan({ transport, requestId, headers }: Request): SpanOf<Request> {
  return {
    name: 'graphql',
    options: {
      kind: SpanKind.SERVER,
      attributes: { 'isthmus.transport': transport, 'isthmus.request_id': requestId },
    },
    parent: propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter),
  };
}

/** Of a batch of operations the span has the name of the last, and counts the errors of all. */
function nameSpan(spans: Spans, { name: whole, type, by, errors, client }: AnsweredOperation): void {
  const span = spans.current;
  if (!span?.isRecording()) return;
  const name = whole && whole.slice(0, LONGEST_NAME);
  if (type !== null) span.updateName(name === null ? type : `${type} ${name}`);
  span.setAttributes({
    ...(type === null ? {} : { 'graphql.operation.type': type }),
    ...(name === null ? {} : { 'graphql.operation.name': name }),
    ...(client.name === null ? {} : { 'isthmus.client.name': client.name }),
    'isthmus.answered_by': by,
  });
  if (errors > 0) span.setAttribute('isthmus.errors', errors).setStatus({ code: SpanStatusCode.ERROR });
}

function batchSpan({ system, name, keys }: BatchRead): SpanOf<BatchRead> {
  return {
    name: `load ${name}`,
    options: { attributes: { 'isthmus.system': system, 'isthmus.entity': name, 'isthmus.keys': keys } },
  };
}

function tierSpan({ system, name, keys }: TierRead): SpanOf<TierRead> {
  return {
    name: `cache ${name}`,
    options: {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'redis',
        'isthmus.system': system,
        'isthmus.entity': name,
        'isthmus.keys': keys,
      },
    },
    ended: (span, { found }) => {
      if (found !== null) span.setAttribute('isthmus.found', found);
    },
  };
}

function restSpan({ system, method }: RestExchange): SpanOf<RestExchange> {
  return {
    name: `${method} ${system}`,
    options: {
      kind: SpanKind.CLIENT,
      attributes: { 'http.request.method': method, 'isthmus.system': system },
    },
    begun: (span, { fields }) => {
      propagator.inject(trace.setSpan(ROOT_CONTEXT, span), fields, defaultTextMapSetter);
    },
    ended: (span, { status, cutOff }) => {
      if (status !== null) span.setAttribute('http.response.status_code', status);
      if (status !== null && status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      if (cutOff !== null) span.setAttribute(`isthmus.${cutOff}`, true);
    },
  };
}
