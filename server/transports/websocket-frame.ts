import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** What frames are written to: a socket, and what it writes to itself. */
export interface FrameTarget {
  readonly socket: WebSocket;
  readonly tcp: Pick<Socket, 'write' | 'writableLength'>;
}

const FINAL_TEXT = '\x81';
/** Longer ones have two bytes for their length, and from 64 KiB on eight, which is left to the library. */
const SHORT = 125;
const MEDIUM = 0xffff;
const TWO_BYTES = '\x7e';

/**
 * Sends a text, which may be shared by many sockets; `isAscii` says that it is nothing but ASCII. Then it goes out as one frame (RFC 6455,
 * section 5.2) in one write: the library, which does the rest of the protocol, would copy it and write head and payload apart, and in what
 * goes to a thousand readers that is a third of all work. Frames of both keep their order, as neither waits for anything before it writes.
 */
export function sendText({ socket, tcp }: FrameTarget, text: string, isAscii: boolean): void {
  if (isAscii && text.length <= MEDIUM) tcp.write(`${headOf(text.length)}${text}`, 'latin1');
  else socket.send(text);
}

/** Calls back once all that was sent has left this process: at once, where the system has taken it. */
export function whenSent({ tcp }: FrameTarget, done: () => void): void {
  if (tcp.writableLength === 0) done();
  else tcp.write('', () => done());
}

function headOf(length: number): string {
  if (length <= SHORT) return FINAL_TEXT + String.fromCharCode(length);
  return FINAL_TEXT + TWO_BYTES + String.fromCharCode(length >> 8, length & 0xff);
}
