import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DatabaseSync } from 'node:sqlite';
import { Type, type Static } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { writeOnce } from '../../kit/idempotency.ts';
import { confirm, findReservation, release, releaseHeld, reserve, ShortageError } from '../reservations.ts';
import { IDEMPOTENT, REFUSALS, refusal, ReservationProblem, WRITE_REFUSALS } from '../schemas/answers.ts';
import { NewReservation, Reservation } from '../schemas/writes.ts';

const params = Type.Object({ id: Type.String({ description: 'ReservationId of the reservation.' }) });

const notFound = { 404: refusal('`not_found`') };

/** `/Reservations`: hold stock, look a reservation up, confirm and release it. */
export function addReservations(app: ServiceApp, db: DatabaseSync): void {
  addReserve(app, db);

  const read = {
    operationId: 'getReservation',
    summary: 'A reservation as it stands',
    params,
    response: { 200: ref(Reservation), ...notFound, ...REFUSALS },
  };
  app.get('/Reservations/:id', { schema: read }, ({ params }) => findReservation(db, params.id));

  const confirmSchema = {
    operationId: 'confirmReservation',
    summary: 'Take the held goods out of stock',
    description: 'Confirming twice is the same as once.',
    headers: IDEMPOTENT,
    params,
    response: {
      200: ref(Reservation),
      ...notFound,
      409: refusal('`expired`, `released`'),
      422: refusal('`idempotency_key_reused`'),
      ...REFUSALS,
    },
  };
  app.post('/Reservations/:id/Confirm', { schema: confirmSchema }, (request, reply) =>
    writeOnce(db, request, reply, () => ({ status: 200, body: confirm(db, request.params.id) })),
  );

  const releaseSchema = {
    operationId: 'releaseHeldReservation',
    summary: 'Free the held goods, unless they have been taken',
    description: 'Releasing twice is the same as once.',
    headers: IDEMPOTENT,
    params,
    response: {
      200: ref(Reservation),
      ...notFound,
      409: refusal('`confirmed`'),
      422: refusal('`idempotency_key_reused`'),
      ...REFUSALS,
    },
  };
  app.post('/Reservations/:id/Release', { schema: releaseSchema }, (request, reply) =>
    writeOnce(db, request, reply, () => ({ status: 200, body: releaseHeld(db, request.params.id) })),
  );

  const deleteSchema = {
    operationId: 'releaseReservation',
    summary: 'Free the held goods, or put confirmed goods back',
    description: 'Releasing twice is the same as once.',
    headers: IDEMPOTENT,
    params,
    response: {
      204: Type.Null({ description: 'Released.' }),
      ...notFound,
      422: refusal('`idempotency_key_reused`'),
      ...REFUSALS,
    },
  };
  app.delete('/Reservations/:id', { schema: deleteSchema }, (request, reply) => {
    writeOnce(db, request, reply, () => {
      release(db, request.params.id);
      return { status: 200, body: null };
    });
    void reply.code(204);
    return null;
  });
}

function addReserve(app: ServiceApp, db: DatabaseSync): void {
  const schema = {
    operationId: 'reserveStock',
    summary: 'Hold stock for a while, all that is requested or nothing',
    headers: IDEMPOTENT,
    body: ref(NewReservation),
    response: {
      201: ref(Reservation),
      ...WRITE_REFUSALS,
      422: Type.Unsafe<Static<typeof ReservationProblem>>({
        ...ref(ReservationProblem),
        description: '`insufficient_stock` with `lines`, `unknown_item`, `idempotency_key_reused`.',
      }),
    },
  };
  app.post('/Reservations', { schema, errorHandler: sendShortage }, (request, reply) => {
    const asked = { ...request.body, ExpiresInSeconds: undefined };
    return writeOnce(db, request, reply, () => ({ status: 201, body: reserve(db, request.body) }), asked);
  });
}

/** Adds the member `lines` to the problem (RFC 9457, section 3.2); other errors go to the common handler. */
function sendShortage(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  if (!(error instanceof ShortageError)) throw error;
  const { status, code, message: detail, lines } = error;
  const problem = {
    type: `urn:problem:${code}`,
    title: 'Unprocessable Content',
    status,
    detail,
    code,
    lines,
  };
  void reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}
