/**
 * The theme: the system's, light or dark, kept in this browser. No module, so that it holds before anything is painted.
 */
{
  const KEY = 'wsgauge.theme';
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage can be forbidden.
    }
  };

  const apply = theme => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
    root.dispatchEvent(new Event('themechange'));
  };

  apply(stored());
  document.addEventListener('DOMContentLoaded', () => {
    const control = document.getElementById('theme');
    control.value = root.dataset.theme ?? 'system';
    control.addEventListener('change', () => {
      apply(control.value);
      try {
        localStorage.setItem(KEY, control.value);
      } catch {
        // It holds until the page is left.
      }
    });
  });
}
