import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
  type Tracer,
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
} from '../../../datasources/channels.ts';
import type { TracesConfig } from '../../config/telemetry.ts';
import {
  answeredOperations,
  MAX_NAME_LENGTH,
  requests,
  longLivedRuns,
  type AnsweredOperation,
  type Request,
  type LongLivedRun,
} from '../../channels.ts';
import { all } from '../all.ts';
import { samplerOf } from './sampler.ts';
import { Spans, type SpanOf } from './spans.ts';

/** The recording of traces. */
export interface Traces {
  /** Sends what is left and stops recording. Never rejects. */
  readonly close: () => Promise<void>;
}

const EXPORT_MS = 5_000;
const propagator = new W3CTraceContextPropagator();

/**
 * Records a span for each request, batch, read of the shared tier and REST call, and sends them to a collector. A request belongs to the
 * trace that its `traceparent` names (W3C Trace Context), and so do the calls to systems. Attributes have the names of OpenTelemetry's
 * semantic conventions, where these define one. No span contains ids, arguments or anything of an answer.
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
  const tracer = provider.getTracer('isthmus');
  const spans = new Spans(tracer);
  const batches = new WeakSet<Span>();
  const stop = all([
    spans.follow(requests, (request) => requestSpan(request, batches)),
    spans.follow(longLivedRuns, longLivedSpan),
    spans.follow(batchReads, batchSpan),
    spans.follow(tierReads, tierSpan),
    spans.follow(restExchanges, restSpan),
    answeredOperations.listen((operation) => {
      const { current } = spans;
      if (!current?.isRecording()) return;
      if (batches.has(current)) describeBatch(tracer, current, operation);
      else describe(current, operation);
    }),
  ]);
  return {
    close: async () => {
      stop();
      await provider.shutdown().catch(() => undefined);
    },
  };
}

/** It is named once its operation is known; a batch is named by its length, and its operations have spans of their own. */
function requestSpan(
  { transport, requestId, headers, batch }: Request,
  batches: WeakSet<Span>,
): SpanOf<Request> {
  return {
    name: batch === null ? 'graphql' : 'batch',
    options: {
      kind: SpanKind.SERVER,
      attributes: {
        'isthmus.transport': transport,
        'isthmus.request_id': requestId,
        ...(batch === null ? {} : { 'isthmus.batch': batch }),
      },
    },
    parent: propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter),
    begun: (span) => {
      if (batch !== null) batches.add(span);
    },
  };
}

/**
 * The operations of a batch run in parallel, and one call may serve several of them. So reads are part of the batch's span, and only the
 * outcome is recorded per operation.
 */
function describeBatch(tracer: Tracer, batch: Span, operation: AnsweredOperation): void {
  const endedAt = Date.now();
  const startTime = endedAt - operation.ms;
  const span = tracer.startSpan('graphql', { startTime }, trace.setSpan(ROOT_CONTEXT, batch));
  describe(span, operation);
  span.end(endedAt);
}

function describe(span: Span, { name: whole, type, by, errors, client }: AnsweredOperation): void {
  const name = whole && whole.slice(0, MAX_NAME_LENGTH);
  if (type !== null) span.updateName(name === null ? type : `${type} ${name}`);
  span.setAttributes({
    ...(type === null ? {} : { 'graphql.operation.type': type }),
    ...(name === null ? {} : { 'graphql.operation.name': name }),
    ...(client.name === null ? {} : { 'isthmus.client.name': client.name }),
    'isthmus.answered_by': by,
  });
  if (errors > 0) span.setAttribute('isthmus.errors', errors).setStatus({ code: SpanStatusCode.ERROR });
}

/** It belongs to no caller's trace: several clients share it, and an event or an eviction causes it. */
function longLivedSpan({ name: whole, type, requestId }: LongLivedRun): SpanOf<LongLivedRun> {
  const name = whole?.slice(0, MAX_NAME_LENGTH);
  return {
    name: name === undefined ? type : `${type} ${name}`,
    options: {
      attributes: {
        'graphql.operation.type': type,
        ...(name === undefined ? {} : { 'graphql.operation.name': name }),
        'isthmus.answered_by': 'stream',
        'isthmus.request_id': requestId,
      },
    },
    parent: ROOT_CONTEXT,
  };
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
        ...(system === null ? {} : { 'isthmus.system': system }),
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
