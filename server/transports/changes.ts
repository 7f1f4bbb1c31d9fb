import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { IncomingWebhook, Received } from '../../changes/intake/incoming-webhook.ts';
import type { Intake } from '../../changes/intake/intake.ts';
import { missingIn } from '../../changes/intake/signatures.ts';
import type { WebhookReceiver } from '../../changes/intake/webhook-receiver.ts';
import { requestRefusal } from '../errors.ts';
import { mediaFault, drainBody } from './request-fault.ts';
import { sendFault } from './send-fault.ts';

/** The path below which each system has its own path, for webhooks. */
export const CHANGES_PATH = '/changes';

const MAX_BYTES = 1024 * 1024;
/** CloudEvents JSON format 1.0.2, sections 3 and 4; for plain JSON, the shape of the body decides. */
const FORMS: Readonly<Record<string, IncomingWebhook['form']>> = {
  'application/cloudevents+json': 'one',
  'application/cloudevents-batch+json': 'batch',
  'application/json': 'either',
};

interface Path {
  readonly Params: { readonly system: string };
}

/**
 * Accepts signed webhooks, `POST /changes/:system`: CloudEvents 1.0 in structured mode, single or batched, signed according to Standard
 * Webhooks. Responds with 200 once the event is in the log, even if it was there before; 202 if a type is unknown; 400 malformed, 401 not
 * signed, 404 no such system or none that may send, 413 over 1 MiB, 415 not JSON in UTF-8, 503 to be sent again. Refusals have the same
 * form as all others.
 */
export function addChanges(app: FastifyInstance, intake: Intake, log: Logger): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // Keeps the raw bytes, because signatures cover them. They are parsed only after the sender has been verified.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status === 413) drainBody(request, reply);
      const reported = status < 500 ? requestRefusal('BAD_REQUEST', messageOf(error, status)) : error;
      return sendFault(reply, status, reported, { log });
    });
    scope.post<Path>(
      `${CHANGES_PATH}/:system`,
      {
        config: { isForAnyHost: true },
        // Checked before the body is read: no sender need transmit a mebibyte only to be refused.
        onRequest: (request, reply, next) => {
          const fault = faultBefore(request, intake);
          if (!fault) next();
          else
            sendFault(fault.status === 401 ? withChallenge(reply) : reply, fault.status, fault.error, {
              log,
            });
        },
      },
      async (request, reply) => {
        const receiver = intake.receiverOf(request.params.system);
        const received = await receiver?.receive(incomingWebhookOf(request));
        return received
          ? answer(reply, received, log)
          : sendFault(reply, 404, unknownSystem(request.params), { log });
      },
    );
    done();
  });
}

interface Fault {
  readonly status: number;
  readonly error: GraphQLError;
}

function faultBefore(request: FastifyRequest<Path>, intake: Intake): Fault | null {
  const receiver = intake.receiverOf(request.params.system);
  if (receiver === undefined) return { status: 404, error: unknownSystem(request.params) };
  if (receiver === null) return { status: 404, error: notAccepted(request.params) };
  const media = mediaFault(request) ?? formFault(request);
  if (media) return { status: 415, error: media };
  return unsigned(request, receiver);
}

function unsigned(request: FastifyRequest, receiver: WebhookReceiver): Fault | null {
  const missing = missingIn(signatureOf(request));
  if (missing === null) return null;
  receiver.refuse(missing);
  return { status: 401, error: requestRefusal('UNSIGNED', missing) };
}

function answer(reply: FastifyReply, received: Received, log: Logger): FastifyReply {
  void reply.header('cache-control', 'no-store');
  switch (received.is) {
    case 'recorded':
    case 'known':
      return reply.send({ status: received.is });
    case 'ignored':
      return reply.code(202).send({ status: 'ignored', types: received.types });
    case 'forged':
      return sendFault(withChallenge(reply), 401, requestRefusal('UNSIGNED', received.message), { log });
    case 'broken':
      return sendFault(reply, 400, requestRefusal('BAD_REQUEST', received.message), { log });
    case 'unavailable':
      void reply.header('retry-after', received.retryAfterSeconds);
      return sendFault(reply, 503, unavailable(), { log });
  }
}

/** A 401 must say how to authenticate (RFC 9110, section 15.5.2). */
function withChallenge(reply: FastifyReply): FastifyReply {
  return reply.header('www-authenticate', 'StandardWebhooks');
}

function incomingWebhookOf(request: FastifyRequest): IncomingWebhook {
  const { body } = request;
  return {
    ...signatureOf(request),
    form: FORMS[mediaTypeOf(request)] ?? 'either',
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

function signatureOf({ headers }: FastifyRequest): Pick<IncomingWebhook, 'id' | 'timestamp' | 'signature'> {
  const field = (name: string) => [headers[name] ?? []].flat().join(' ') || null;
  return {
    id: field('webhook-id'),
    timestamp: field('webhook-timestamp'),
    signature: field('webhook-signature'),
  };
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  return type.trim().toLowerCase();
}

function formFault(request: FastifyRequest): GraphQLError | null {
  const type = mediaTypeOf(request);
  if (Object.hasOwn(FORMS, type)) return null;
  const message = `Send CloudEvents in structured mode, as ${Object.keys(FORMS).join(', ')}; got "${type.slice(0, 100)}".`;
  return requestRefusal('BAD_REQUEST', message);
}

function messageOf(error: Error, status: number): string {
  return status === 413
    ? `The webhook has more than ${MAX_BYTES} bytes. Send fewer events at once.`
    : error.message;
}

function unknownSystem({ system }: Path['Params']): GraphQLError {
  const message = `No system "${system.slice(0, 64)}" sends webhooks here.`;
  return requestRefusal('NOT_FOUND', message);
}

function notAccepted({ system }: Path['Params']): GraphQLError {
  const message = `Webhooks of "${system}" are not accepted: configure the secret they are signed with (see --help).`;
  return requestRefusal('NOT_FOUND', message);
}

function unavailable(): GraphQLError {
  return requestRefusal('CHANGES_UNAVAILABLE', 'The change could not be recorded in time. Send it again.');
}
