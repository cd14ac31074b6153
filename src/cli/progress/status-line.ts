import { SingleBar } from 'cli-progress';
import { printable } from '../output/printable.ts';

/** The last line of a terminal, which is drawn again and again. */
export interface StatusLine {
  /** How many characters have room. */
  columns(): number;
  draw(text: string): void;
  erase(): void;
}

/** What a terminal has at least when it does not say. */
const COLUMNS = 80;

export function openStatusLine(terminal: NodeJS.WriteStream): StatusLine {
  const view = new SingleBar({
    ...{ stream: terminal, format: '{line}', hideCursor: true, clearOnComplete: true, gracefulExit: false },
  });
  let isDrawn = false;
  return {
    columns: () => terminal.columns || COLUMNS,
    draw: (text) => {
      const payload = { line: printable(text) };
      if (isDrawn) view.update(0, payload);
      else view.start(1, 0, payload);
      isDrawn = true;
    },
    erase: () => {
      if (isDrawn) view.stop();
      isDrawn = false;
    },
  };
}
