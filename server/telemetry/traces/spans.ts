import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracingChannel } from 'node:diagnostics_channel';
import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { listen } from '../../../datasources/channels.ts';
import { all } from '../all.ts';

/** How a message becomes a span. */
export interface SpanOf<Message> {
  readonly name: string;
  readonly options: SpanOptions;
  /** The parent of the span; by default, the current span. */
  readonly parent?: Context;
  /** Called with the span before the work it stands for begins. */
  readonly begun?: (span: Span, message: Message) => void;
  /** Called with the span before it ends. */
  readonly ended?: (span: Span, message: Message & { readonly error?: unknown }) => void;
}

/**
 * Creates spans from the messages of channels. The current span follows promises and timers by async local storage, so work that several
 * requests wait for belongs to the one that started it.
 */
export class Spans {
  readonly #tracer: Tracer;
  readonly #current = new AsyncLocalStorage<Span>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** The current span of the caller. */
  get current(): Span | undefined {
    return this.#current.getStore();
  }

  /** Creates a span for each message of a channel, until the returned function is called. */
  follow<Message extends object>(
    channel: TracingChannel<unknown, Message>,
    spanOf: (message: Message) => SpanOf<Message>,
  ): () => void {
    const open = new WeakMap<object, { readonly span: Span; readonly of: SpanOf<Message> }>();
    const begin = (message: unknown): Span => {
      const of = spanOf(message as Message);
      const span = this.#tracer.startSpan(of.name, of.options, of.parent ?? this.#context());
      of.begun?.(span, message as Message);
      open.set(message as object, { span, of });
      return span;
    };
    const end = (message: Message & { readonly error?: unknown }): void => {
      const found = open.get(message);
      if (!found) return;
      if (message.error !== undefined) found.span.setStatus({ code: SpanStatusCode.ERROR });
      found.of.ended?.(found.span, message);
      found.span.end();
    };
    channel.start.bindStore(this.#current, begin);
    return all([() => channel.start.unbindStore(this.#current), listen(channel.asyncEnd, end)]);
  }

  #context(): Context {
    const { current } = this;
    return current ? trace.setSpan(ROOT_CONTEXT, current) : ROOT_CONTEXT;
  }
}
