/** Runs every bench, or those named on the command line, and prints one JSON line per figure. */
import { type Figure, printFigure } from './figure.ts';
import { benchImport } from './import.ts';
import { benchLoad } from './load.ts';

const BENCHES: Readonly<Record<string, () => AsyncIterable<Figure>>> = {
  load: benchLoad,
  import: benchImport,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0)
  throw new RangeError(
    `Cannot run bench ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}`,
  );
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for await (const figure of bench()) printFigure(figure);
}
