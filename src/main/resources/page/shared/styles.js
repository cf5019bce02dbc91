/** Style sheets of what is not loaded with the page. */

/** @param {string[]} names below page/; @returns {Promise<void>} when all are in force */
export async function loadStyles(...names) {
  await Promise.all(names.map(name => new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(`../${name}`, import.meta.url);
    link.onload = resolve;
    link.onerror = () => reject(new Error(`no ${name}`));
    document.head.append(link);
  })));
}
