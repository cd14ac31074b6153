import type { PageSettings } from '../html/page-settings.ts';
import { makeControls } from './controls.ts';
import { showDetails } from './details.ts';
import { download } from './download.ts';
import { byId, element, jsonOf } from './element.ts';
import { Grid } from './grid.ts';
import { gridColumns } from './grid-columns.ts';
import { asCsv, asJson } from './row-export.ts';
import { fieldsOf } from './row-fields.ts';
import { filtered, type RowFilter, type RowOrder, sorted } from './row-view.ts';
import { drawScatter } from './scatter.ts';
import { unpack } from './unpack.ts';

const settings = jsonOf<PageSettings>('settings');
const place = byId('rows-here');

async function start(): Promise<void> {
  const thumbnails = jsonOf<Readonly<Record<number, string>>>('thumbnails');
  const rows = await unpack(byId('rows').textContent ?? '');
  let filter: RowFilter = { search: '', status: undefined, difference: undefined, code: undefined };
  let order: RowOrder | undefined; // as the rows were given, until somebody sorts them
  let shown: readonly number[] = [];
  const show = () => {
    shown = filtered(rows, filter);
    if (order !== undefined) shown = sorted(rows, shown, order);
    grid.show(shown, order);
    controls.tell(shown.length);
  };
  const grid = new Grid({
    label: settings.words.table,
    columns: gridColumns(rows, settings, thumbnails),
    onSort: (by) => {
      order = { by, isDescending: order?.by === by && !order.isDescending };
      show();
    },
    onOpen: (row) => showDetails(fieldsOf(rows, row), thumbnails[row], settings),
  });
  const controls = makeControls(rows, settings, {
    filter: (wanted) => {
      filter = wanted;
      show();
    },
    download: (kind) =>
      kind === 'csv'
        ? download(asCsv(rows, shown), 'report.csv', 'text/csv')
        : download(asJson(rows, shown), 'report.json', 'application/json'),
  });
  if (rows.status.length === 0) place.append(element('p', { class: 'note' }, settings.words.noRows));
  else {
    place.append(controls.element, element('p', { class: 'note' }, settings.words.keys), grid.element);
    show();
  }
  const scatter = document.getElementById('scatter');
  if (scatter !== null) drawScatter(scatter, rows, settings);
  performance.mark('ready');
  document.documentElement.dataset['ready'] = 'true';
}

start().catch((error: unknown) => {
  const text = settings.words.unreadable.replace('{why}', String(error));
  place.append(element('p', { role: 'alert' }, text));
});
