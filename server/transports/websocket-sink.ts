import type { Socket } from 'node:net';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import { compareCursors } from '../../changes/compare.ts';
import type { Cursor } from '../../changes/event.ts';
import type { PublicError } from '../errors.ts';
import type { End, Message, Sink } from '../standing/outbox.ts';
import { Room } from '../standing/room.ts';
import type { Stream } from '../standing/standing.ts';
import type { Held } from './held.ts';
import { sendText, whenSent, type FrameTarget } from './websocket-frame.ts';

/** Close codes of a WebSocket beside those of the protocol (docs/subscriptions.md). The reason holds the cursor to go on after. */
export const CLOSE = {
  /** The reader is too slow: it may come back and go on after its last cursor. */
  slow: 4508,
  /** Systems are too slow for what it asks: it may come back likewise. */
  behind: 4508,
  /** The process is about to end: RFC 6455, section 7.4.1. */
  leaving: 1001,
  /** The credentials are refused, or have run out: with other ones the client may go on after its last cursor. */
  unauthenticated: 4401,
} as const;

/** How long a client may take to close its end. */
const CLOSE_MS = 2_000;

/** One socket, and the operations on it. */
export interface StandingSocket extends FrameTarget {
  readonly tcp: FrameTarget['tcp'] & Pick<Socket, 'cork' | 'uncork'>;
  /** Those that stand, with their ids. */
  readonly streams: Map<Stream, string>;
  /** What waits for it, of all of them. */
  readonly room: Room;
  /** Those that are still to be answered, once each. */
  readonly unanswered: Set<Held>;
  /** Once no operation is taken any more, the reason with which the socket is closed when all others have been answered; null before. */
  farewell: string | null;
}

const sockets = new WeakMap<WebSocket, StandingSocket>();

/** What stands on a socket; `request` is that by which it was opened. */
export function standingSocketOf({ socket, request }: Extra): StandingSocket {
  let known = sockets.get(socket);
  if (known) return known;
  known = {
    socket,
    tcp: request.socket,
    streams: new Map(),
    room: new Room(),
    unanswered: new Set(),
    farewell: null,
  };
  sockets.set(socket, known);
  return known;
}

/**
 * Tells the client of a socket from time to time, until it closes, where each of its operations is: in the payload of a `ping`, as it would be
 * out of the log's reach one day if nothing happened of what it asks for. Where nothing has happened at all, nothing is said.
 */
export function tellCursors(to: StandingSocket, everyMs: number): void {
  const { socket, streams } = to;
  let told = '{}';
  const timer = setInterval(() => {
    // What has ended here is told no more.
    if (to.farewell !== null || socket.readyState !== socket.OPEN) return;
    const cursors = [...streams].flatMap(([{ after }, id]) => (after === null ? [] : [[id, after]]));
    const text = JSON.stringify(Object.fromEntries(cursors));
    if (text === told) return;
    told = text;
    sendText(to, `{"type":"ping","payload":{"cursors":${text}}}`, isAscii(text));
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
}

/** Closes a socket at once, with all that stands on it and all that is still to be answered. */
export function closeSocket({ socket, streams }: StandingSocket, why: keyof typeof CLOSE): void {
  close(socket, CLOSE[why], reasonOf(why, least(null, streams.keys())));
}

/** Takes no operation over a socket any more, and closes it as soon as all that were to be answered once have been. */
export function leaveSocket(to: StandingSocket, after: Cursor | null = null): void {
  // What stands there may go on being counted after its end: only now it is known what has been told.
  to.farewell ??= reasonOf('leaving', least(after, to.streams.keys()));
  closeWhenAnswered(to);
}

/** Notes that an operation has its answer, or needs none any more. */
export function answered(to: StandingSocket, operation: Held): void {
  if (to.unanswered.delete(operation)) closeWhenAnswered(to);
}

function closeWhenAnswered({ socket, unanswered, farewell }: StandingSocket): void {
  if (farewell !== null && unanswered.size === 0) close(socket, CLOSE.leaving, farewell);
}

function close(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const cut = setTimeout(() => socket.terminate(), CLOSE_MS).unref();
  socket.once('close', () => clearTimeout(cut));
}

/**
 * Writes the results of one operation to a WebSocket, as graphql-transport-ws has them. The library would write each result for each
 * client anew; so that many can share the text of one, it is put into the message here. `fail` has the client told of an error.
 */
export function webSocketSink(to: StandingSocket, id: string, fail: (error: PublicError) => void): Sink {
  const { socket, tcp, streams } = to;
  const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const isAsciiBefore = isAscii(before);
  return {
    room: to.room,
    write: (messages: readonly Message[], done) => {
      if (socket.readyState !== socket.OPEN) return;
      // All in one packet, where there is more than one.
      if (messages.length > 1) tcp.cork();
      for (const { text } of messages) sendText(to, `${before}${text}}`, isAsciiBefore && isAscii(text));
      if (messages.length > 1) tcp.uncork();
      whenSent(to, done);
    },
    end: (end: End, after) => {
      if (end.is === 'failed') fail(end.error);
      else if (end.is === 'leaving') leaveSocket(to, after);
      else socket.close(CLOSE[end.is], reasonOf(end.is, least(after, streams.keys())));
    },
  };
}

/** Faster than a regular expression: the system's own count of bytes. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** The cursor after which none of the operations of a socket has missed anything. */
function least(after: Cursor | null, streams: Iterable<Stream>): Cursor | null {
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
} as const;

function reasonOf(why: keyof typeof CLOSE, after: Cursor | null): string {
  return after === null ? REASONS[why] : `${REASONS[why]}; go on after ${after}`;
}
