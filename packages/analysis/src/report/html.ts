/** Text made safe for HTML: nothing that a name, an error or a spec contains becomes markup. */

/** For element content and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A table with its caption; numbers to the right. */
export function htmlTable(
  caption: string,
  columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const aligned = (k: number): string => (columns[k]?.align === 'right' ? ' class="number"' : '');
  const head = columns.map(({ title }, k) => `<th scope="col"${aligned(k)}>${escapeHtml(title)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, k) => `<td${aligned(k)}>${escapeHtml(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<div class="wide"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}
