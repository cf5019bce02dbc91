/** JSON as JavaScript reads it, without what JavaScript loses: digits of large numbers. */

/** A number that JavaScript cannot hold, as it was written. */
class ExactNumber {
  constructor(digits) {
    this.digits = digits;
  }

  toString() {
    return this.digits;
  }
}

/** @returns {{value: *}|undefined} undefined for what is no JSON */
export function parseJson(text) {
  try {
    return { value: JSON.parse(text, keepDigits) };
  } catch {
    return undefined;
  }
}

/** By its prototype, since a peer's object may have a key of any name. */
export const isObject = value => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The source of a number comes with newer browsers; without it nothing is known to be lost. */
function keepDigits(_, value, context) {
  const source = context?.source;
  return typeof value === 'number' && source && String(value) !== source ? new ExactNumber(source) : value;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** @param {string} text that is JSON; @returns {string} the same over several lines, each string and number as it was written */
export function indentJson(text) {
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = text.match(TOKEN);
  return tokens.map((token, index) => {
    switch (token) {
      case '{': case '[':
        depth++;
        return '}]'.includes(tokens[index + 1]) ? token : token + line();
      case '}': case ']':
        depth--;
        return '{['.includes(tokens[index - 1]) ? token : line() + token;
      case ',': return token + line();
      case ':': return ': ';
      default: return token;
    }
  }).join('');
}
