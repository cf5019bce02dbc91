/**
 * Asks at once for all that the view of the page's address needs, which would be found out one after the other. No module,
 * so that it runs first; a test holds the lists equal to what the modules import.
 */
{
  const ALWAYS = [
    'shared/keys.js', 'shared/settings.js', 'shared/tabs.js', 'views.js',
  ];
  const VIEWS = {
    try: [
      'shared/bytes.js', 'shared/clipboard.js', 'shared/close-codes.js', 'shared/create.js', 'shared/format.js',
      'shared/storage.js', 'try/code/code-panel.js', 'try/code/quote.js', 'try/code/snippets.js',
      'try/connection/answers.js', 'try/connection/bar.js', 'try/connection/connection.js', 'try/connection/handshake.js',
      'try/connection/outcome.js', 'try/connection/readings.js', 'try/connection/restore.js', 'try/connection/retry.js',
      'try/connection/session.js', 'try/connection/sessions.js', 'try/connection/settings.js', 'try/ends/changes.js',
      'try/ends/clock.js', 'try/ends/compare.js', 'try/ends/lane-view.js', 'try/ends/lane.js', 'try/ends/record-link.js',
      'try/ends/verdict.js', 'try/frames.js', 'try/gauge.js', 'try/log/files.js', 'try/log/filter.js', 'try/log/har.js',
      'try/log/json-lines.js', 'try/log/log-keys.js', 'try/log/log-panel.js', 'try/log/log-view.js', 'try/log/log.js',
      'try/log/matches.js', 'try/log/row.js', 'try/menus.js', 'try/message/bytes-reader.js', 'try/message/cbor.js', 'try/message/hex.js',
      'try/message/inspector.js', 'try/message/json.js', 'try/message/kinds.js', 'try/message/messagepack.js',
      'try/message/payload.js', 'try/message/tree.js', 'try/panels.js', 'try/scenario/field.js', 'try/scenario/panel.js',
      'try/scenario/presets.js', 'try/scenario/query.js', 'try/scenario/rules.js', 'try/send/composer.js',
      'try/send/history.js', 'try/send/repeat.js', 'try/send/saved-list.js', 'try/send/saved-panel.js', 'try/send/saved.js',
      'try/send/sender.js', 'try/send/sequence.js', 'try/send/templates.js', 'try/server.js', 'try/shortcuts.js',
      'try/try.js', 'try/validation.js',
    ],
    check: [
      'check/api.js', 'check/browser.js', 'check/charts.js', 'check/check.js', 'check/evidence.js', 'check/joined.js',
      'check/report.js', 'shared/clipboard.js', 'shared/create.js', 'shared/format.js', 'shared/refusal.js',
      'shared/styles.js', 'check/check.css',
    ],
    targets: [
      'shared/close-codes.js', 'shared/create.js', 'shared/format.js', 'shared/refusal.js', 'shared/styles.js',
      'targets/chart.js', 'targets/choice.js', 'targets/controls.js', 'targets/details.js', 'targets/histories.js',
      'targets/list.js', 'targets/model.js', 'targets/notice.js', 'targets/row.js', 'targets/stream.js',
      'targets/targets.js', 'targets/words.js', 'uplot/dist/uPlot.esm.js', 'uplot/dist/uPlot.min.css', 'targets/targets.css',
      'targets/details.css',
    ],
    matrix: [
      'matrix/matrix.js', 'matrix/model.js', 'matrix/table.js', 'matrix/words.js', 'shared/create.js', 'shared/format.js',
      'shared/refusal.js', 'shared/styles.js', 'matrix/matrix.css',
    ],
  };

  const ask = link => document.head.append(Object.assign(document.createElement('link'), link));

  const view = Object.keys(VIEWS).find(name => location.hash.startsWith(`#${name}`)) ?? 'try';
  if (view === 'targets') ask({ rel: 'preload', as: 'fetch', crossOrigin: '', href: 'api/targets?results=false' });
  for (const file of [...ALWAYS, ...VIEWS[view]]) {
    ask(file.endsWith('.css') ? { rel: 'preload', as: 'style', href: `page/${file}` } : { rel: 'modulepreload', href: `page/${file}` });
  }
}
