/** A process that coordinates an import, to be killed on the way. It says what it was told. */
import { runOnBullMq } from '../../dist/distributed.js';
import { CatalogueImport, FolderStore } from '../../dist/index.js';

const { name, entries, options, connection, stateFolder } = JSON.parse(process.argv[2]);

const rows = Array.from({ length: entries }, (_, n) => ({ productId: `${name}-${n}`, image: `${n}.png` }));
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const importing = new CatalogueImport(rows, {
  ...options,
  state: { store: new FolderStore(stateFolder), prefix: 'state' },
  run: runOnBullMq({ connection }),
  pollDelay: () => 50,
});
for await (const { place, status } of importing) say({ line: place.line, status });
say({ summary: importing.summary });
