/** Strings as the literals of languages. */

/** For a POSIX shell. */
export const shell = text => `'${text.replaceAll("'", "'\\''")}'`;

/** For JavaScript, Python and Java, which agree on what JSON makes of a string; lone surrogates are escaped by it. */
export const literal = text => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g,
  character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
