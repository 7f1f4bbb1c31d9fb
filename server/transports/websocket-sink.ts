import type { Socket } from 'node:net';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import { compareCursors } from '../../changes/cursor.ts';
import type { Cursor } from '../../changes/event.ts';
import type { PublicError } from '../errors.ts';
import type { End, Message, Sink } from '../streams/outbox.ts';
import { BufferSpace } from '../streams/buffer-space.ts';
import type { Stream } from '../streams/streams.ts';
import type { HeldOperation } from './held-operation.ts';
import { roomIn, sendText, whenSent, type FrameTarget } from './websocket-frame.ts';

/** Close codes of a WebSocket besides those of the protocol (docs/subscriptions.md). The reason holds the cursor to resume after. */
export const CLOSE = {
  /** The reader is too slow: it may reconnect and resume after its last cursor. */
  slow: 4508,
  /** The systems are too slow for what it asks: it may reconnect likewise. */
  behind: 4508,
  /** The process is shutting down: RFC 6455, section 7.4.1. */
  leaving: 1001,
  /** The credentials were refused or have expired: with new ones the client may resume after its last cursor. */
  unauthenticated: 4401,
  /** The id of an operation is longer than {@link MAX_ID_CHARS}. */
  longId: 4400,
} as const;

/** The longest id of an operation, in characters: every message repeats it. */
export const MAX_ID_CHARS = 128;

/** One socket, and the operations on it. */
export interface OperationSocket extends FrameTarget {
  readonly tcp: FrameTarget['tcp'] & Pick<Socket, 'cork' | 'uncork'>;
  /** The long-lived operations, with their ids. */
  readonly streams: Map<Stream, string>;
  /** Space for results that are waiting to be sent, shared by all of its operations. */
  readonly buffer: BufferSpace;
  /** Operations with a single answer that are still running. */
  readonly unanswered: Set<HeldOperation>;
  /** The close reason, set once the socket accepts no more operations; it closes when all unanswered ones are done. Null before that. */
  closeReason: string | null;
}

const sockets = new WeakMap<WebSocket, OperationSocket>();

/** The long-lived operations of a socket; `request` is the one that opened it. */
export function operationSocketOf({ socket, request }: Extra): OperationSocket {
  let known = sockets.get(socket);
  if (known) return known;
  known = {
    socket,
    tcp: request.socket,
    streams: new Map(),
    buffer: new BufferSpace(),
    unanswered: new Set(),
    closeReason: null,
  };
  sockets.set(socket, known);
  return known;
}

/**
 * Periodically sends a client the cursor of each of its operations, in the payload of a `ping`, until the socket closes. Otherwise a client
 * whose events are rare would fall behind the start of the log. If no cursor has moved, nothing is sent.
 */
export function sendCursors(to: OperationSocket, everyMs: number): void {
  const { socket, streams } = to;
  let lastSent = '{}';
  const timer = setInterval(() => {
    // Operations that have ended here get no more cursors.
    if (to.closeReason !== null || socket.readyState !== socket.OPEN) return;
    const cursors = [...streams].flatMap(([{ after }, id]) => (after === null ? [] : [[id, after]]));
    const text = JSON.stringify(Object.fromEntries(cursors));
    if (text === lastSent) return;
    lastSent = text;
    sendText(to, `{"type":"ping","payload":{"cursors":${text}}}`, isAscii(text));
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
}

/**
 * Reads nothing from a client that leaves more than this many bytes unread: the answer to whatever it sent would have to wait in memory.
 */
export function readWhileRead(to: OperationSocket, maxBytes: number): void {
  const { socket } = to;
  socket.on('message', () => {
    const room = roomIn(to, maxBytes);
    if (room === null || socket.isPaused) return;
    socket.pause();
    void room.then(() => socket.resume());
  });
}

/** Closes a socket at once, with all of its open and unanswered operations. */
export function closeSocket({ socket, streams }: OperationSocket, why: keyof typeof CLOSE): void {
  socket.close(CLOSE[why], reasonOf(why, earliest(null, streams.keys())));
}

/** Stops accepting operations on a socket, and closes it as soon as all of its single-answer operations have been answered. */
export function drainSocket(to: OperationSocket, after: Cursor | null = null): void {
  // Computed only now: streams may still report progress after they have ended, and only now is it known what was sent.
  to.closeReason ??= reasonOf('leaving', earliest(after, to.streams.keys()));
  closeWhenAnswered(to);
}

/** Records that an operation has its answer, or no longer needs one. */
export function markAnswered(to: OperationSocket, operation: HeldOperation): void {
  if (to.unanswered.delete(operation)) closeWhenAnswered(to);
}

function closeWhenAnswered({ socket, unanswered, closeReason }: OperationSocket): void {
  if (closeReason !== null && unanswered.size === 0) socket.close(CLOSE.leaving, closeReason);
}

/**
 * Writes the results of one operation to a WebSocket, in the format of graphql-transport-ws. The library would serialize each result again
 * for each client. Here the message is assembled around a text that many clients share. `fail` reports an error to the client.
 */
export function webSocketSink(to: OperationSocket, id: string, fail: (error: PublicError) => void): Sink {
  const { socket, tcp, streams } = to;
  const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const isAsciiBefore = isAscii(before);
  return {
    buffer: to.buffer,
    frameChars: before.length,
    room: (maxChars) => roomIn(to, maxChars),
    write: (messages: readonly Message[], done) => {
      if (socket.readyState !== socket.OPEN) return;
      // Sends several messages in one packet.
      if (messages.length > 1) tcp.cork();
      for (const { text } of messages) sendText(to, `${before}${text}}`, isAsciiBefore && isAscii(text));
      if (messages.length > 1) tcp.uncork();
      whenSent(to, done);
    },
    end: (end: End, after) => {
      if (end.is === 'failed') fail(end.error);
      else if (end.is === 'leaving') drainSocket(to, after);
      else socket.close(CLOSE[end.is], reasonOf(end.is, earliest(after, streams.keys())));
    },
  };
}

/** Faster than a regular expression, because the byte count is native. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** The cursor after which none of a socket's operations has missed anything. */
function earliest(after: Cursor | null, streams: Iterable<Stream>): Cursor | null {
  let found = after;
  for (const { after: other } of streams) {
    if (other !== null && (found === null || compareCursors(other, found) < 0)) found = other;
  }
  return found;
}

const REASONS = {
  slow: 'Too slow',
  behind: 'Systems answer too slowly',
  leaving: 'Going away',
  unauthenticated: 'Credentials have expired',
  longId: `The id of an operation is longer than ${MAX_ID_CHARS} characters`,
} as const;

function reasonOf(why: keyof typeof CLOSE, after: Cursor | null): string {
  return after === null ? REASONS[why] : `${REASONS[why]}; go on after ${after}`;
}
