/**
 * Coalesces any number of calls into one run of `paint` before the next animation frame.
 * A page in the background gets no frames: its run waits until the page is shown again.
 *
 * @param {() => void} paint
 * @returns {() => void}
 */
export function oncePerFrame(paint) {
  let requested = false;
  return () => {
    if (requested) return;
    requested = true;
    requestAnimationFrame(() => {
      requested = false;
      paint();
    });
  };
}
