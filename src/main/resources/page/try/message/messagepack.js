/** Decodes MessagePack. */

import { BytesReader, NotDecodable } from './bytes-reader.js';

const MOST_DEPTH = 64;

/** @param {Uint8Array} bytes one value and nothing behind it @throws {NotDecodable} */
export function decodeMessagePack(bytes) {
  const reader = new BytesReader(bytes);
  const value = readValue(reader, 0);
  if (!reader.atEnd) throw new NotDecodable();
  return value;
}

function readValue(reader, depth) {
  if (depth > MOST_DEPTH) throw new NotDecodable();
  const head = reader.unsigned(1);
  if (head < 0x80) return head;
  if (head < 0x90) return readMap(reader, head & 15, depth);
  if (head < 0xa0) return readArray(reader, head & 15, depth);
  if (head < 0xc0) return reader.text(head & 31);
  if (head >= 0xe0) return head - 256;
  switch (head) {
    case 0xc0: return null;
    case 0xc2: return false;
    case 0xc3: return true;
    case 0xc4: case 0xc5: case 0xc6: return reader.bytes(reader.unsigned(2 ** (head - 0xc4)));
    case 0xc7: case 0xc8: case 0xc9: return readExtension(reader, reader.unsigned(2 ** (head - 0xc7)));
    case 0xca: return reader.float(4);
    case 0xcb: return reader.float(8);
    case 0xcc: case 0xcd: case 0xce: case 0xcf: return reader.unsigned(2 ** (head - 0xcc));
    case 0xd0: case 0xd1: case 0xd2: case 0xd3: return reader.signed(2 ** (head - 0xd0));
    case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8: return readExtension(reader, 2 ** (head - 0xd4));
    case 0xd9: case 0xda: case 0xdb: return reader.text(reader.unsigned(2 ** (head - 0xd9)));
    case 0xdc: case 0xdd: return readArray(reader, reader.unsigned(2 ** (head - 0xdb)), depth);
    case 0xde: case 0xdf: return readMap(reader, reader.unsigned(2 ** (head - 0xdd)), depth);
    default: throw new NotDecodable(); // 0xc1 is never used
  }
}

function readExtension(reader, size) {
  const type = reader.signed(1);
  return new Map([[`extension ${type}`, reader.bytes(size)]]);
}

/** A value has a byte at least: a count that the message is too short for is not tried. */
function readArray(reader, count, depth) {
  if (count > reader.left) throw new NotDecodable();
  return Array.from({ length: count }, () => readValue(reader, depth + 1));
}

function readMap(reader, count, depth) {
  if (count > reader.left / 2) throw new NotDecodable();
  const map = new Map();
  for (let index = 0; index < count; index++) map.set(readValue(reader, depth + 1), readValue(reader, depth + 1));
  return map;
}
