import type { PageSettings } from '../html/page-settings.ts';
import { element } from './element.ts';
import { thumbnail } from './grid-columns.ts';
import type { RowFields } from './row-fields.ts';

/** Everything about one row, in a dialog: its names, and each issue with what to do about it. */
export function showDetails(
  fields: RowFields,
  picture: string | undefined,
  { words, statuses, differences, remedies }: PageSettings,
): void {
  const { status, difference, source, line, productId, name, note, bytes, width, height, issues } = fields;
  const pairs: readonly (readonly [string, string])[] = [
    [words.status, statuses[status] ?? status],
    [words.difference, differences[difference] ?? difference],
    [words.productId, productId],
    [words.name, name],
    [words.place, line === 0 ? source : `${source}:${line}`],
    [words.note, note],
    [words.bytes, bytes === 0 ? '' : bytes.toLocaleString('en')],
    [words.sides, width === 0 ? '' : `${width} × ${height}`],
  ];
  const list = element(
    'dl',
    {},
    ...pairs
      .filter(([, value]) => value !== '')
      .flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, element('bdi', {}, value))]),
  );
  const found = issues.map(({ code, message }) =>
    element(
      'li',
      {},
      element('code', {}, code),
      element('p', {}, element('bdi', {}, message)),
      element('p', { class: 'remedy' }, remedies[code] ?? ''),
    ),
  );
  const close = element('button', { type: 'button' }, words.close);
  const dialog = element(
    'dialog',
    { 'aria-label': words.details },
    ...(picture === undefined ? [] : [thumbnail(picture)]),
    list,
    ...(found.length === 0 ? [] : [element('ul', {}, ...found)]),
    close,
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal(); // which gives the focus back when it closes
}
