const DELIMITERS = [',', '\t', ';'] as const;

/** A longer line is no header, in characters. */
const LONGEST_HEADER = 10_000;

/** A line is a header when at least this many of its cells are known. */
const LEAST_COLUMNS = 2;

export interface TableHeader {
  /** As `bareName` has them. */
  readonly columns: readonly string[];
  readonly delimiter: (typeof DELIMITERS)[number];
}

/** The columns that a line names; undefined for a line that is no header. @param known names of columns, as `bareName` has them */
export async function tableHeader(
  line: string,
  known: ReadonlySet<string>,
): Promise<TableHeader | undefined> {
  if (line.length > LONGEST_HEADER) return undefined;
  for (const delimiter of DELIMITERS) {
    const columns = (await cellsOf(line, delimiter))?.map(bareName) ?? [];
    if (columns.filter((column) => known.has(column)).length >= LEAST_COLUMNS) return { columns, delimiter };
  }
  return undefined;
}

/** The cells of a row in one line, without the blanks around them; undefined when a quote is not closed. */
export async function cellsOf(line: string, delimiter: string): Promise<string[] | undefined> {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const { parse } = await import('csv-parse/sync');
  try {
    return (parse(line, { delimiter, trim: true, to: 1 }) as string[][])[0];
  } catch {
    return undefined; // the caller keeps the line as it is
  }
}

/** A field's name in lower case and without punctuation: `Product_ID` is `productid`. */
export const bareName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
