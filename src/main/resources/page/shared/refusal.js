/** As `fetch`, but where there is no answer, it fails with why: browsers differ in their words for it. */
export async function request(url, options) {
  try {
    return await fetch(url, options);
  } catch ({ name, message }) {
    const known = { TypeError: 'the server cannot be reached', TimeoutError: 'the server has not answered in time' };
    throw new Error(known[name] ?? message);
  }
}

/** What the server says of a refusal, such as that something is at another port. @param {Response} response */
export async function reasonOf(response) {
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? `status ${response.status}`;
}
