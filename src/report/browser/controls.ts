import type { PageSettings } from '../html/page-settings.ts';
import type { PackedRows } from '../rows/packed-rows.ts';
import { element } from './element.ts';
import type { RowFilter } from './row-view.ts';

/** How long to wait for the next key before a search begins, in ms. */
const PAUSE_MS = 120;
/** The value of "every status" and "every code", which no status or code can be. */
const ALL = '*';

export interface Controls {
  readonly element: HTMLElement;
  /** Tells how many rows are shown. */
  tell(shown: number): void;
}

/** Search, filters, and what is handed out. */
export function makeControls(
  rows: PackedRows,
  { words, statuses, differences }: PageSettings,
  on: {
    readonly filter: (filter: RowFilter) => void;
    readonly download: (kind: 'csv' | 'json') => void;
  },
): Controls {
  const search = element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  const status = select([
    [ALL, words.allStatuses],
    ...rows.statuses.map((name) => [name, statuses[name] ?? name] as const),
  ]);
  const difference = select([
    [ALL, words.allDifferences],
    ...rows.differences.flatMap((kind) => (kind === '' ? [] : [[kind, differences[kind] ?? kind] as const])),
  ]);
  const codes = new Set(rows.codeSets.flatMap((set) => set.map(({ code }) => code)));
  const code = select([
    [ALL, words.allCodes],
    ['', words.noCode],
    ...[...codes].toSorted().map((name) => [name, name] as const),
  ]);
  const told = element('p', { role: 'status', class: 'shown' });
  const chosen = ({ value }: HTMLSelectElement) => (value === ALL ? undefined : value);
  const filter = () =>
    on.filter({
      ...{ search: search.value, status: chosen(status) },
      ...{ difference: chosen(difference), code: chosen(code) },
    });
  let waiting = 0;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, PAUSE_MS);
  });
  for (const one of [status, difference, code]) one.addEventListener('change', filter);
  const button = (kind: 'csv' | 'json') => {
    const made = element('button', { type: 'button' }, words[kind]);
    made.addEventListener('click', () => on.download(kind));
    return made;
  };
  const labelled = (text: string, control: HTMLElement) =>
    element('label', {}, element('span', {}, text), control);
  const controls = element(
    'div',
    { class: 'controls' },
    labelled(words.search, search),
    labelled(words.status, status),
    ...(difference.length > 1 ? [labelled(words.difference, difference)] : []),
    labelled(words.code, code),
    button('csv'),
    button('json'),
  );
  return {
    element: element('div', {}, controls, told),
    tell: (shown) => {
      const count = (n: number) => n.toLocaleString('en');
      told.textContent = words.shown
        .replace('{shown}', count(shown))
        .replace('{all}', count(rows.status.length));
    },
  };
}

const select = (options: readonly (readonly [value: string, text: string])[]): HTMLSelectElement =>
  element('select', {}, ...options.map(([value, text]) => element('option', { value }, text)));
