import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A received span, with its attributes as plain values. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty if it has no parent. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** 2 for an error (OTLP, `Status.StatusCode`). */
  readonly status: number;
}

interface Wire {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly WireAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

interface WireAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}

interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly WireAttribute[];
  readonly status?: { readonly code?: number };
}

/** A collector of traces (OTLP over HTTP, JSON). */
export class Collector implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = [];
  /** Names of services that sent spans. */
  readonly services = new Set<string>();
  /** The `authorization` fields received. */
  readonly tokens = new Set<string | undefined>();
  /** All bodies received, as JSON. */
  bodies = '';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === '/v1/traces') this.#take(body as Wire);
        this.tokens.add(request.headers.authorization);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(): Promise<Collector> {
    const collector = new Collector();
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #take(body: Wire): void {
    this.bodies += JSON.stringify(body);
    for (const { resource, scopeSpans } of body.resourceSpans) {
      this.services.add(String(plain(resource.attributes)['service.name']));
      for (const { traceId, spanId, parentSpanId = '', name, attributes, status } of scopeSpans.flatMap(
        ({ spans }) => spans,
      )) {
        const code = status?.code ?? 0;
        this.spans.push({
          traceId,
          spanId,
          parentSpanId,
          name,
          attributes: plain(attributes),
          status: code,
        });
      }
    }
  }
}

function plain(attributes: readonly WireAttribute[]): Record<string, string | number | boolean> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));
}
