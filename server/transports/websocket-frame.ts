import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Where frames are written: a WebSocket, and the TCP socket beneath it. */
export interface FrameTarget {
  readonly socket: WebSocket;
  readonly tcp: Pick<Socket, 'write' | 'writableLength' | 'destroyed'>;
}

const FINAL_TEXT = '\x81';
/** Longer payloads need two bytes for their length, and eight from 64 KiB on; those are left to the library. */
const MAX_SHORT_LENGTH = 125;
const MEDIUM = 0xffff;
const TWO_BYTES = '\x7e';

/**
 * Sends a text that many sockets may share; `isAscii` says that it consists of ASCII only. In that case it goes out as one frame (RFC 6455,
 * section 5.2) in one write. The library, which handles the rest of the protocol, would copy it and write header and payload separately,
 * which is a third of all work when sending to a thousand readers. Frames of both stay in order, because neither defers its writes.
 */
export function sendText({ socket, tcp }: FrameTarget, text: string, isAscii: boolean): void {
  if (isAscii && text.length <= MEDIUM) tcp.write(`${headOf(text.length)}${text}`, 'latin1');
  else socket.send(text);
}

/** Calls back once everything sent has left this process; at once if the kernel has already taken it. */
export function whenSent({ tcp }: FrameTarget, done: () => void): void {
  if (tcp.writableLength === 0) done();
  else tcp.write('', () => done());
}

/** Null if no more than this many bytes wait to leave this process; otherwise resolves once that is so, or the connection is gone. */
export function roomIn(target: FrameTarget, maxBytes: number): Promise<void> | null {
  const { tcp } = target;
  if (tcp.writableLength <= maxBytes || tcp.destroyed) return null;
  return new Promise<void>((resolve) => whenSent(target, resolve)).then(
    () => roomIn(target, maxBytes) ?? undefined,
  );
}

function headOf(length: number): string {
  if (length <= MAX_SHORT_LENGTH) return FINAL_TEXT + String.fromCharCode(length);
  return FINAL_TEXT + TWO_BYTES + String.fromCharCode(length >> 8, length & 0xff);
}
