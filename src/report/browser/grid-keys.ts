/** A cell of a grid, from 0. */
export interface GridPlace {
  readonly line: number;
  readonly column: number;
}

/** How large a grid is; a page is what can be seen of it. */
export interface GridSize {
  readonly lines: number;
  readonly columns: number;
  readonly page: number;
}

type Move = (place: GridPlace, size: GridSize) => GridPlace;

const END = Number.MAX_SAFE_INTEGER;

/** What keys do in a grid, as the ARIA Authoring Practices describe it. */
const MOVES = new Map<string, Move>(
  Object.entries({
    ArrowDown: ({ line, column }) => ({ line: line + 1, column }),
    ArrowUp: ({ line, column }) => ({ line: line - 1, column }),
    ArrowRight: ({ line, column }) => ({ line, column: column + 1 }),
    ArrowLeft: ({ line, column }) => ({ line, column: column - 1 }),
    PageDown: ({ line, column }, { page }) => ({ line: line + page, column }),
    PageUp: ({ line, column }, { page }) => ({ line: line - page, column }),
    Home: ({ line }) => ({ line, column: 0 }),
    End: ({ line }) => ({ line, column: END }),
    'Control+Home': () => ({ line: 0, column: 0 }),
    'Control+End': () => ({ line: END, column: END }),
  } satisfies Record<string, Move>),
);

/** Where a key leads to, within the grid; undefined for a key that does not move. */
export function placeAfter(
  place: GridPlace,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  size: GridSize,
): GridPlace | undefined {
  const move = MOVES.get(ctrlKey ? `Control+${key}` : key);
  if (move === undefined) return undefined;
  const { line, column } = move(place, size);
  return { line: within(line, size.lines), column: within(column, size.columns) };
}

const within = (n: number, length: number): number => Math.max(0, Math.min(n, length - 1));
