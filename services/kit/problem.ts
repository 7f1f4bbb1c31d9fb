import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';

/** Problem details (RFC 9457), the shape of every error response of the embedded systems. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.Optional(Type.String()),
  },
  { $id: 'Problem' },
);

/** Thrown by a route to respond with a problem. `code` is for programs, `detail` for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Sends a problem with its media type `application/problem+json`. */
export function sendProblem(reply: FastifyReply, status: number, code: string, detail: string): FastifyReply {
  const title = TITLES[status] ?? 'Error';
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:problem:${code}`, title, status, detail, code }));
}

/** Turns every thrown error and every unknown path into a problem; an unexpected error reveals no more than 500. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | ProblemError, _request, reply) => {
    if (error instanceof ProblemError) return sendProblem(reply, error.status, error.code, error.message);
    const status = error.statusCode ?? 500;
    if (status < 500) return sendProblem(reply, status, 'bad_request', error.message);
    app.log.error(error);
    return sendProblem(reply, 500, 'internal', 'The request could not be processed.');
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, 404, 'no_such_route', `There is nothing at ${request.method} ${request.url}.`),
  );
}
