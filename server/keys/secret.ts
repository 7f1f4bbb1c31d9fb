import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * An API key as its owner holds it: `isk_<id>_<secret><checksum>`, all digits in base 62, so that a double click selects all of it. The id
 * is public and permanent. The secret is 256 bits from the system's random generator. The checksum is the CRC-32 of everything before it,
 * by which a scanner for leaked secrets can recognize a key offline.
 */
const KEY = /^isk_([0-9A-Za-z]{12})_[0-9A-Za-z]{49}$/;
/** The prefix of every key. */
export const KEY_PREFIX = 'isk_';

const ID_DIGITS = 12;
const SECRET_BYTES = 32;
/** 62^43 is the first power of 62 past 2^256, 62^6 the first past 2^32. */
const SECRET_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new secret for the key of this id, in the form that is shown to its owner once. */
export function newSecret(id: string): string {
  const body = `${KEY_PREFIX}${id}_${digitsOf(randomBytes(SECRET_BYTES), SECRET_DIGITS)}`;
  return `${body}${checksumOf(body)}`;
}

/** The id of the key created by a call with this idempotency key: 71 bits of its SHA-256. */
export function keyIdOf(idempotencyKey: string): string {
  return digitsOf(hash('sha256', idempotencyKey, 'buffer'), SECRET_DIGITS).slice(-ID_DIGITS);
}

/**
 * The id in a key; null if the text does not have the form of one. The checksum is not verified: comparing the digest is stricter, and
 * cheaper.
 */
export function idInKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/**
 * The digest that is stored of a key: its SHA-256, in hexadecimal. Slow hashes such as bcrypt protect guessable passwords; 256 random bits
 * cannot be guessed, so a slow hash would only make each request, and each attempt at flooding, more expensive.
 */
export function digestOf(key: string): string {
  return hash('sha256', key);
}

/** Compares two digests in constant time. */
export function isSameDigest(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function checksumOf(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return digitsOf(bytes, CHECKSUM_DIGITS);
}

/** A number in base 62, with leading zeros. */
function digitsOf(bytes: Buffer, length: number): string {
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (text.length < length) {
    text = String(DIGITS[Number(number % 62n)]) + text;
    number /= 62n;
  }
  return text;
}
