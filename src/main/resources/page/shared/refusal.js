/** What the server says of a refusal, such as that something is at another port. @param {Response} response */
export async function reasonOf(response) {
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? `status ${response.status}`;
}
