/** The tabs of the console, of which one is selected; at most so many that each can still be seen. */

const MOST = 8;

const element = id => document.getElementById(id);

export class Sessions {
  #list = [];
  #selected;
  #count = 0;
  #create;
  #listener;
  #tabs = element('sessions');

  /**
   * @param {(id: number, settings: object) => import('./session.js').Session} create
   * @param {{selected: (session) => void, added: (session) => void, removed: (session) => void}} listener
   */
  constructor(create, listener) {
    this.#create = create;
    this.#listener = listener;
    element('session-add').addEventListener('click', () => this.addLike());
    element('session-close').addEventListener('click', () => this.close(this.#selected));
    this.#tabs.addEventListener('click', ({ target }) => {
      const tab = target.closest('[role=tab]');
      if (tab) this.select(this.#list.find(({ id }) => id === Number(tab.dataset.session)));
    });
    this.#tabs.addEventListener('keydown', event => this.#moveByKey(event));
  }

  get all() {
    return this.#list;
  }

  get selected() {
    return this.#selected;
  }

  /** @returns {import('./session.js').Session|undefined} undefined where there are enough */
  add(settings) {
    if (this.#list.length >= MOST) return undefined;
    const session = this.#create(++this.#count, settings);
    this.#list.push(session);
    session.listen(what => { if (what === 'state') this.show(); });
    this.#listener.added(session);
    return session;
  }

  /** With the settings of the one that is selected. */
  addLike() {
    const session = this.add({ ...this.#selected.settings });
    if (session) this.select(session);
    return session;
  }

  select(session) {
    if (!session) return;
    this.#selected = session;
    this.show();
    this.#listener.selected(session);
  }

  /** The last one stays. */
  close(session) {
    if (this.#list.length < 2) return;
    const index = this.#list.indexOf(session);
    session.settings = { ...session.settings, reconnect: false };
    session.disconnect(1000);
    this.#list.splice(index, 1);
    this.#listener.removed(session);
    if (session === this.#selected) this.select(this.#list[Math.min(index, this.#list.length - 1)]);
    else this.show();
  }

  show() {
    const several = this.#list.length > 1;
    this.#tabs.parentElement.classList.toggle('several', several);
    element('session-close').hidden = !several;
    element('session-add').disabled = this.#list.length >= MOST;
    const focused = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...this.#list.map(session => this.#createTab(session)));
    if (focused) this.#tabs.querySelector('[aria-selected=true]').focus();
  }

  #createTab(session) {
    const tab = document.createElement('button');
    const selected = session === this.#selected;
    tab.type = 'button';
    tab.role = 'tab';
    tab.id = `session-${session.id}`;
    tab.dataset.session = session.id;
    tab.dataset.state = session.state.toLowerCase();
    tab.ariaSelected = selected;
    tab.tabIndex = selected ? 0 : -1;
    tab.setAttribute('aria-controls', 'log');
    tab.textContent = `${session.id} ${nameOf(session)}`;
    tab.title = `${session.state}: ${session.title || session.settings.address}`;
    return tab;
  }

  #moveByKey(event) {
    const index = this.#list.indexOf(this.#selected);
    const places = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: this.#list.length - 1 };
    if (event.key === 'Delete') this.close(this.#selected);
    else if (event.key in places) this.select(this.#list[places[event.key]]);
    else return;
    event.preventDefault();
  }
}

/** Short enough for a tab: a file's name, or what of the address tells it from others. */
function nameOf({ title, settings: { address } }) {
  if (title) return title;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url ? `${url.host}${url.pathname}${url.search}`.slice(0, 40) : address.slice(0, 40);
}
