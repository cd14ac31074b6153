/** Below this many columns what is said of a name stands under it, since beside it there would be no room. */
const LEAST_BESIDE = 60;

/** A list of names with what they are, in lines that have room in so many columns. */
export function tableText(
  rows: readonly (readonly [name: string, text: string])[],
  columns: number,
): string[] {
  const isBeside = columns >= LEAST_BESIDE;
  const width = isBeside ? Math.max(...rows.map(([name]) => name.length)) + 4 : 4;
  return rows.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrapped(text, columns - width);
    const below = (isBeside ? rest : [first, ...rest]).map((line) => `${' '.repeat(width)}${line}`);
    return [isBeside ? `  ${name.padEnd(width - 2)}${first}` : `  ${name}`, ...below];
  });
}

/** A text in lines of at most so many characters, parted at its spaces. A longer word has a line of its own. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
