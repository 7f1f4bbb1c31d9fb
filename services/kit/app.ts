import etag from '@fastify/etag';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyRequest, type RawServerDefault } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Type, type Static, type TSchema } from 'typebox';
import { addControl, CONTROL_PATH, type Switches } from './control.ts';
import { answerProblems, Problem, ProblemError, sendProblem } from './problem.ts';
import { buildValidator } from './validation.ts';

/** A Fastify instance whose routes are typed by their TypeBox schemas. */
export type ServiceApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How many seconds callers may cache a response of this route; without it responses are not to be stored. */
    maxAge?: number;
    /** Whether the route needs no authentication, such as the OpenAPI document or a token endpoint. */
    open?: boolean;
  }
}

/** What differs between systems before their first route. */
export interface ServiceOptions {
  readonly title: string;
  readonly description: string;
  readonly switches: Switches;
  /** OpenAPI security scheme of every route that is not open. */
  readonly security: Record<string, unknown>;
  /** Whether the request carries valid credentials for this system. */
  readonly authenticate: (request: FastifyRequest) => boolean;
  /** Value of `WWW-Authenticate` on a 401 (RFC 9110, section 11.6.1). */
  readonly challenge: string;
  /** Schemas that are named in the OpenAPI document; each needs an `$id`. */
  readonly components: readonly TSchema[];
}

/** The default switches of a system: no delay, no failures, 1,000 requests a second. */
export const DEFAULT_SWITCHES: Readonly<Switches> = {
  latencyMs: 0,
  failureRate: 0,
  requestsPerSecond: 1_000,
};

/** A reference to a named component, typed as the component itself. Throws a TypeError if it has no `$id`. */
export function ref<T extends TSchema>(component: T) {
  // TypeBox keeps `$id` in the value but not in its type.
  if (!('$id' in component)) throw new TypeError('only a schema with an $id can be referred to');
  return Type.Unsafe<Static<T>>({ $ref: `${String(component.$id)}#` });
}

/**
 * An HTTP server with everything that the four systems have in common: OpenAPI 3.1 at `/openapi.json`, problem details (RFC 9457),
 * authentication, 429 with Retry-After, ETag and If-None-Match, Cache-Control, `/healthz`, and the switches of `/_control`. The caller
 * registers routes with `app.register`.
 */
export async function createService(options: ServiceOptions): Promise<ServiceApp> {
  const app: ServiceApp = Fastify({
    logger: false,
    schemaController: { compilersFactory: { buildValidator } },
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>();

  answerProblems(app);
  addControl(app, options.switches);
  for (const component of [Problem, ...options.components]) app.addSchema(component);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: options.title, description: options.description, version: '1.0.0' },
      components: { securitySchemes: { identity: options.security as never } },
      security: [{ identity: [] }],
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, i) => (typeof $id === 'string' ? $id : `def-${i}`),
    },
  });
  await app.register(formbody);
  await app.register(etag);
  addIdentity(app, options);
  await app.register(rateLimit, {
    max: () => options.switches.requestsPerSecond,
    timeWindow: 1_000,
    keyGenerator: () => 'all',
    allowList: (request) => request.url.startsWith(CONTROL_PATH),
    errorResponseBuilder: (_request, context) =>
      new ProblemError(
        429,
        'rate_limited',
        `More than ${context.max} requests in a second. Come back ${context.after}.`,
      ),
  });
  app.addHook('onSend', async (request, reply) => {
    const maxAge = request.routeOptions.config.maxAge;
    // A 304 must carry the Cache-Control of its 200 (RFC 9110, section 15.4.5), or it would end what it renews. If the route has set the
    // header for this response, that one holds.
    if (reply.hasHeader('Cache-Control')) return;
    const cacheable = maxAge !== undefined && (reply.statusCode < 300 || reply.statusCode === 304);
    void reply.header('Cache-Control', cacheable ? `private, max-age=${maxAge}` : 'no-store');
  });
  app.get('/openapi.json', { schema: { hide: true }, config: { open: true, maxAge: 3_600 } }, () =>
    app.swagger(),
  );
  app.get('/healthz', { schema: { hide: true }, config: { open: true } }, () => ({ status: 'ok' }));
  return app;
}

function addIdentity(app: ServiceApp, options: ServiceOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const open = request.routeOptions.config.open === true || request.url.startsWith(CONTROL_PATH);
    if (open || options.authenticate(request)) return undefined;
    void reply.header('WWW-Authenticate', options.challenge);
    return sendProblem(reply, 401, 'unauthorized', `This system wants ${options.challenge}.`);
  });
}
