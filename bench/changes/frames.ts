/** What a frame holds (RFC 6455, section 5.2); only the opcodes that subscription servers send. */
export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const MASKED = 0x80;
const FINAL = 0x80;
const SHORT = 125;
const MEDIUM = 126;

/**
 * Splits a server's stream into frames, each a whole text. Throws an Error for a fragmented text, or one of more than 64 KiB: none of the
 * measured servers sends these.
 */
export class Frames {
  readonly #onFrame: (opcode: number, payload: Buffer) => void;
  #rest: Buffer | null = null;

  constructor(onFrame: (opcode: number, payload: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** Adds the next chunk. */
  take(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (at + 2 <= bytes.length) {
      const start = at + headBytes(bytes, at);
      if (start > bytes.length) break;
      const end = start + lengthOf(bytes, at);
      if (end > bytes.length) break;
      this.#onFrame((bytes[at] ?? 0) & 0x0f, bytes.subarray(start, end));
      at = end;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : null;
  }
}

/** A client's frame. Its mask is zero, which is as valid as any other and leaves the payload unchanged. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const isShort = payload.length <= SHORT;
  const head = Buffer.alloc(isShort ? 6 : 8);
  head[0] = FINAL | opcode;
  head[1] = MASKED | (isShort ? payload.length : MEDIUM);
  if (!isShort) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

function headBytes(bytes: Buffer, at: number): number {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
  if (first < FINAL || second > MEDIUM) throw new Error(`A frame that begins with ${first}, ${second}.`);
  return second === MEDIUM ? 4 : 2;
}

function lengthOf(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  return second === MEDIUM ? bytes.readUInt16BE(at + 2) : second;
}
