/** The menus: one closes by Escape, by a click elsewhere, and when the focus goes on, so that it never covers where that is. */

/** Closes it; the focus, where it was inside, is on its button. */
export function closeMenu(menu) {
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector('summary').focus();
}

export function connectMenus() {
  for (const menu of document.querySelectorAll('details.menu')) {
    menu.addEventListener('keydown', ({ key }) => { if (key === 'Escape') closeMenu(menu); });
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
    });
    addEventListener('pointerdown', ({ target }) => { if (!menu.contains(target)) menu.open = false; });
  }
}
