import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * An API key as its owner holds it: `isk_<id>_<secret><checksum>`, all digits of base 62, so that a double click selects it whole. The id is
 * public and stays for the key's life. The secret is 256 bits from the system's generator; the checksum is the CRC-32 of all before
 * it, by which a scanner for leaked secrets can tell a key from what looks like one, without asking anybody.
 */
const KEY = /^isk_([0-9A-Za-z]{12})_[0-9A-Za-z]{49}$/;
/** What every key begins with. */
export const KEY_PREFIX = 'isk_';

const ID_DIGITS = 12;
const SECRET_BYTES = 32;
/** 62^43 is the first power of 62 past 2^256, 62^6 the first past 2^32. */
const SECRET_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A fresh secret for the key of this id, as it is told to its owner this once. */
export function newSecret(id: string): string {
  const body = `${KEY_PREFIX}${id}_${digitsOf(randomBytes(SECRET_BYTES), SECRET_DIGITS)}`;
  return `${body}${checksumOf(body)}`;
}

/** The id of the key that is made by a call with this idempotency key: 71 bits of its SHA-256. */
export function keyIdOf(idempotencyKey: string): string {
  return digitsOf(hash('sha256', idempotencyKey, 'buffer'), SECRET_DIGITS).slice(-ID_DIGITS);
}

/** The id in a key; null where it has not the form of one. The checksum is not looked at: the digest tells more, and is cheaper. */
export function idInKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/**
 * What is stored of a key: its SHA-256, in hexadecimal. Slow hashes such as bcrypt guard what people choose, which can be guessed; 256
 * bits cannot, so that a slow hash would only make each request, and each attempt to flood, dearer.
 */
export function digestOf(key: string): string {
  return hash('sha256', key);
}

/** Whether two digests are the same, in a time that does not tell where they differ. */
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
