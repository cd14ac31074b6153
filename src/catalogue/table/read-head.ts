import { unreadable } from '../model/catalogue-unreadable.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import { passedOverBeforeHeader } from './before-header.ts';
import type { PhysicalLine, PhysicalLineCutter } from './physical-lines.ts';
import { firstLineTooLong } from './table-header.ts';

/** How many lines show the delimiter: the header and some rows. */
const LINES_THAT_SHOW = 21;

/** The beginning of a table. */
export interface TableHead {
  /** From the first line of the file, without a byte order mark. */
  readonly lines: readonly PhysicalLine[];
  /** The lines from the header on that show the delimiter, the same at any chunking; none when there is no header. */
  readonly shown: readonly string[];
}

/**
 * Reads until the delimiter can be told, or to the end.
 *
 * @throws {TypeError} when there is no header within the first bytes
 */
export async function readHead(
  batches: AsyncGenerator<readonly PhysicalLine[], void, void>,
  cutter: PhysicalLineCutter,
  source: string | null,
): Promise<TableHead> {
  const lines: PhysicalLine[] = [];
  let headerAt = -1;
  let bytes = 0;
  const shown = () => (headerAt === -1 ? [] : lines.slice(headerAt, headerAt + LINES_THAT_SHOW));
  while (shown().length < LINES_THAT_SHOW) {
    const next = await batches.next(); // `for await` would close them
    if (next.done) break;
    for (const line of next.value) {
      lines.push(lines.length === 0 ? withoutMark(line) : line);
      bytes += line.bytes + line.end.length;
      if (headerAt === -1 && mayBeHeader(lines)) headerAt = lines.length - 1;
    }
    if (headerAt !== -1) continue;
    if (cutter.isOpenTooLong) throw firstLineTooLong(source);
    if (bytes > MAX_ROW_BYTES)
      throw unreadable(source, `its first ${MAX_ROW_BYTES.toLocaleString('en')} bytes hold no header`);
  }
  return { lines, shown: shown().map(({ text }) => text) };
}

const NO_CELLS = /^[\s\0,;|"]*$/;

/** Whether the last of the lines so far may be the header. */
function mayBeHeader(lines: readonly PhysicalLine[]): boolean {
  const text = lines.at(-1)?.text ?? '';
  return passedOverBeforeHeader(text, lines.length) === undefined && !NO_CELLS.test(text);
}

const withoutMark = (line: PhysicalLine): PhysicalLine =>
  line.text.startsWith('\uFEFF') ? { ...line, text: line.text.slice(1) } : line;
