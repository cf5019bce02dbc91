/** Decodes CBOR (RFC 8949), as much of it as messages have: all but the bounds of tags. */

import { BytesReader, NotDecodable } from './bytes-reader.js';

const MOST_DEPTH = 64;
const BREAK = Symbol('break');
const SIMPLE = new Map([[20, false], [21, true], [22, null], [23, undefined]]);

/** @param {Uint8Array} bytes one item and nothing behind it @throws {NotDecodable} */
export function decodeCbor(bytes) {
  const reader = new BytesReader(bytes);
  const value = readItem(reader, 0);
  if (!reader.atEnd || value === BREAK) throw new NotDecodable();
  return value;
}

function readItem(reader, depth) {
  if (depth > MOST_DEPTH) throw new NotDecodable();
  const initial = reader.unsigned(1);
  const major = initial >> 5;
  const info = initial & 31;
  if (major === 7) return readSimple(reader, info);
  if (info === 31) return readIndefinite(reader, major, depth);
  const argument = readArgument(reader, info);
  switch (major) {
    case 0: return argument;
    case 1: return typeof argument === 'bigint' ? -1n - argument : -1 - argument;
    case 2: return reader.bytes(argument);
    case 3: return reader.text(argument);
    case 4: return readArray(reader, argument, depth);
    case 5: return readMap(reader, argument, depth);
    default: return new Map([[`tag ${argument}`, readValue(reader, depth)]]);
  }
}

function readArgument(reader, info) {
  if (info < 24) return info;
  if (info > 27) throw new NotDecodable();
  return reader.unsigned(2 ** (info - 24));
}

function readValue(reader, depth) {
  const value = readItem(reader, depth + 1);
  if (value === BREAK) throw new NotDecodable();
  return value;
}

/** An item has a byte at least: a count that the message is too short for is not tried. */
function readArray(reader, count, depth) {
  if (count > reader.left) throw new NotDecodable();
  return Array.from({ length: Number(count) }, () => readValue(reader, depth));
}

function readMap(reader, count, depth) {
  if (count > reader.left / 2) throw new NotDecodable();
  const map = new Map();
  for (let index = 0; index < count; index++) map.set(readValue(reader, depth), readValue(reader, depth));
  return map;
}

function readIndefinite(reader, major, depth) {
  const items = [];
  if (major < 2 || major > 5) throw new NotDecodable();
  for (let item = readItem(reader, depth + 1); item !== BREAK; item = readItem(reader, depth + 1)) {
    if (major === 3 ? typeof item !== 'string' : major === 2 && !(item instanceof Uint8Array)) throw new NotDecodable();
    items.push(item);
  }
  if (major === 2) return Uint8Array.from(items.flatMap(chunk => [...chunk]));
  if (major === 3) return items.join('');
  if (major === 4) return items;
  if (items.length % 2 !== 0) throw new NotDecodable();
  return new Map(Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i], items[2 * i + 1]]));
}

function readSimple(reader, info) {
  switch (info) {
    case 24: return `simple ${reader.unsigned(1)}`;
    case 25: return halfFloat(reader.unsigned(2));
    case 26: return reader.float(4);
    case 27: return reader.float(8);
    case 31: return BREAK;
    default:
      if (info > 23) throw new NotDecodable();
      return SIMPLE.has(info) ? SIMPLE.get(info) : `simple ${info}`;
  }
}

function halfFloat(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
