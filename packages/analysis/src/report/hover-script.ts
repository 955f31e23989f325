/**
 * The only script of the report: shows what the mark nearest to the pointer says (its `aria-label`). Plain browser
 * JavaScript; without it the page is complete but for this.
 *
 * The figures are drawn once, as SVG that also prints; Vega itself (half a megabyte, `new Function`) stays out of the page.
 */
export const hoverScript = `
(() => {
  const reach = 24;
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  let pointed = null;

  const point = (mark, x, y) => {
    if (pointed !== null) pointed.classList.remove('pointed');
    pointed = mark;
    tip.hidden = mark === null;
    if (mark === null) return;
    mark.classList.add('pointed');
    tip.textContent = mark.getAttribute('aria-label');
    tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - tip.offsetWidth - 4)) + 'px';
    tip.style.top = (y + 18 + tip.offsetHeight > innerHeight ? y - 10 - tip.offsetHeight : y + 18) + 'px';
  };

  const outside = (at, low, high) => Math.max(low - at, 0, at - high);
  const nearest = (marks, x, y) => {
    let best = null;
    let least = reach;
    for (const mark of marks) {
      const box = mark.getBoundingClientRect();
      const distance = Math.hypot(outside(x, box.left, box.right), outside(y, box.top, box.bottom));
      if (distance < least || (distance === 0 && least === 0)) {
        best = mark;
        least = distance;
      }
    }
    return best;
  };

  for (const plot of document.querySelectorAll('.plot')) {
    const marks = [...plot.querySelectorAll('path[aria-label], line[aria-label]')];
    const show = (event) => point(nearest(marks, event.clientX, event.clientY), event.clientX, event.clientY);
    plot.addEventListener('pointermove', show);
    plot.addEventListener('pointerdown', show);
    plot.addEventListener('pointerleave', () => point(null, 0, 0));
  }
  addEventListener('scroll', () => point(null, 0, 0), { passive: true });
})();
`;
