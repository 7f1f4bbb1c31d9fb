import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { PublicError } from '../errors.ts';
import type { End, Message, Sink } from '../standing/outbox.ts';

/**
 * Close codes of the WebSocket beside those of the protocol (docs/changes.md). The reason holds the cursor to go on after.
 */
export const CLOSE = {
  /** The reader is too slow: it may come back and go on after its last cursor. */
  slow: 4508,
  /** The process is about to end: RFC 6455, section 7.4.1. */
  leaving: 1001,
} as const;

/**
 * Writes the results of one operation to a WebSocket, as graphql-transport-ws has them. The library would write each result for each
 * client anew; so that many can share the text of one, it is put into the message here.
 */
export function webSocketSink(
  socket: WebSocket,
  tcp: Socket,
  id: string,
  fail: (error: PublicError) => void,
): Sink {
  const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    write: (messages: readonly Message[], done) => {
      if (socket.readyState !== socket.OPEN) return;
      const last = messages.length - 1;
      // All in one packet, where there is more than one.
      if (last > 0) tcp.cork();
      for (const [index, { text }] of messages.entries()) {
        socket.send(`${before}${text}}`, index === last ? () => done() : undefined);
      }
      if (last > 0) tcp.uncork();
    },
    end: (end: End) => {
      if (end.is === 'failed') fail(end.error);
      else socket.close(CLOSE[end.is], reasonOf(end));
    },
  };
}

function reasonOf(end: Exclude<End, { is: 'failed' }>): string {
  const why = end.is === 'slow' ? 'Too slow' : 'Going away';
  return end.after === null ? why : `${why}; go on after ${end.after}`;
}
