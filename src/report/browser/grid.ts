import { element } from './element.ts';
import type { GridColumn } from './grid-columns.ts';
import { type GridPlace, placeAfter } from './grid-keys.ts';
import type { RowOrder } from './row-view.ts';

/** In px, as in the style of the page. */
const ROW_HEIGHT = 32;
/** Rows that are drawn above and below those that can be seen. */
const BEYOND = 8;

export interface GridOptions {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly onSort: (by: RowOrder['by']) => void;
  readonly onOpen: (row: number) => void;
}

/**
 * A table of which only the rows that can be seen are elements. To a screen reader it is a grid of all its rows; one cell can
 * be focused, and keys move it.
 */
export class Grid {
  readonly element: HTMLElement;
  readonly #options: GridOptions;
  readonly #body: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  #rows: readonly number[] = [];
  /** The cell that has the focus, or gets it: line 0 is the first row. */
  #active: GridPlace = { line: 0, column: 0 };
  #drawn = { from: 0, to: 0 };

  constructor(options: GridOptions) {
    const { label, columns } = options;
    this.#options = options;
    this.#headings = columns.map((column, at) => this.#heading(column, at));
    this.#body = element('div', { role: 'rowgroup', class: 'body' });
    const head = element('div', { role: 'row', 'aria-rowindex': '1', class: 'row head' }, ...this.#headings);
    this.element = element(
      'div',
      { role: 'grid', 'aria-label': label, 'aria-colcount': String(columns.length), class: 'grid' },
      element(
        'div',
        { role: 'presentation', class: 'sheet' },
        element('div', { role: 'rowgroup', class: 'headings' }, head),
        this.#body,
      ),
    );
    this.element.style.setProperty('--columns', columns.map(widthOf).join(' '));
    this.element.addEventListener('scroll', () => this.#draw(false), { passive: true });
    this.#body.addEventListener('focusin', ({ target }) => {
      const cell = cellAt(target);
      if (cell !== null) this.#active = placeOf(cell);
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#draw(false)).observe(this.element);
  }

  /** Shows other rows, or the same in another order. */
  show(rows: readonly number[], order: RowOrder | undefined): void {
    this.#rows = rows;
    this.#active = { line: 0, column: this.#active.column };
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#body.style.height = `${rows.length * ROW_HEIGHT}px`;
    this.element.scrollTop = 0;
    for (const [at, { name }] of this.#options.columns.entries()) {
      const direction = order?.isDescending ? 'descending' : 'ascending';
      this.#headings[at]?.setAttribute('aria-sort', name === order?.by ? direction : 'none');
    }
    this.#draw(true);
  }

  #heading({ name, heading }: GridColumn, at: number): HTMLElement {
    const button = element('button', { type: 'button' }, heading);
    button.addEventListener('click', () => this.#options.onSort(name));
    const attributes = { role: 'columnheader', 'aria-colindex': String(at + 1), class: `cell ${name}` };
    return element('div', attributes, button);
  }

  /** Draws the rows that can be seen. @param isOther whether the rows are other ones than before */
  #draw(isOther: boolean): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.floor(scrollTop / ROW_HEIGHT);
    const from = Math.max(0, first - BEYOND);
    const to = Math.min(this.#rows.length, first + Math.ceil(clientHeight / ROW_HEIGHT) + BEYOND);
    if (!isOther && from === this.#drawn.from && to === this.#drawn.to) return;
    const hadFocus = !isOther && this.#body.contains(document.activeElement);
    this.#drawn = { from, to };
    const lines: HTMLElement[] = [];
    for (let line = from; line < to; line += 1) lines.push(this.#line(line));
    this.#body.replaceChildren(...lines);
    if (hadFocus) this.#activeCell()?.focus({ preventScroll: true });
  }

  #line(line: number): HTMLElement {
    const number = this.#rows[line] ?? 0;
    const { to } = this.#drawn;
    // The cell that Tab reaches must be in sight, wherever the grid is scrolled to.
    const inSight = Math.ceil(this.element.scrollTop / ROW_HEIGHT);
    const reachable = Math.min(Math.max(this.#active.line, inSight), to - 1);
    const cells = this.#options.columns.map(({ name, cell }, at) =>
      element(
        'div',
        {
          ...{ role: 'gridcell', 'aria-colindex': String(at + 1), class: `cell ${name}` },
          tabindex: line === reachable && at === this.#active.column ? '0' : '-1',
        },
        cell(number),
      ),
    );
    const row = element('div', { role: 'row', 'aria-rowindex': String(line + 2), class: 'row' }, ...cells);
    row.dataset['line'] = String(line);
    row.style.top = `${line * ROW_HEIGHT}px`;
    return row;
  }

  #key(event: KeyboardEvent): void {
    if (cellAt(event.target) === null) return; // a heading, which is a button
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#open();
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 2);
    const size = { lines: this.#rows.length, columns: this.#options.columns.length, page };
    const place = placeAfter(this.#active, event, size);
    if (place === undefined) return;
    event.preventDefault();
    this.#focus(place);
  }

  #click(event: MouseEvent): void {
    const cell = cellAt(event.target);
    if (cell === null) return;
    this.#focus(placeOf(cell));
    this.#open();
  }

  #open(): void {
    const row = this.#rows[this.#active.line];
    if (row !== undefined) this.#options.onOpen(row);
  }

  #focus(place: GridPlace): void {
    this.#activeCell()?.setAttribute('tabindex', '-1');
    for (const cell of this.#body.querySelectorAll('[tabindex="0"]')) cell.setAttribute('tabindex', '-1');
    this.#active = place;
    const head = this.#headings[0]?.offsetHeight ?? ROW_HEIGHT;
    const top = place.line * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + ROW_HEIGHT + head > scrollTop + clientHeight)
      this.element.scrollTop = top + ROW_HEIGHT + head - clientHeight;
    this.#draw(false);
    const cell = this.#activeCell();
    cell?.setAttribute('tabindex', '0');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #activeCell(): HTMLElement | undefined {
    const row = this.#body.querySelector(`[data-line="${this.#active.line}"]`);
    return (row?.children[this.#active.column] as HTMLElement | undefined) ?? undefined;
  }
}

/** That of the style, or more where the texts of the cells are known and longer. A character has at most the width of two digits. */
function widthOf({ name, texts = [] }: GridColumn): string {
  const widest = Math.max(0, ...texts.map((text) => text.length * (/^[ -~]*$/.test(text) ? 1 : 2)));
  return widest === 0 ? `var(--width-${name})` : `max(var(--width-${name}), ${widest}ch + 16px)`;
}

const cellAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;

function placeOf(cell: HTMLElement): GridPlace {
  const row = cell.parentElement as HTMLElement;
  return { line: Number(row.dataset['line']), column: [...row.children].indexOf(cell) };
}
