/** Runs every bench but the longest, or those named on the command line, and prints one JSON line per figure. */
import { benchCalls } from './calls.ts';
import { benchCatalogueHostile } from './catalogue-hostile.ts';
import { benchCatalogueJson } from './catalogue-json.ts';
import { benchCatalogueTable } from './catalogue-table.ts';
import { benchFailureMemory } from './failure-memory.ts';
import { type Figure, printFigure } from './figure.ts';
import { benchGalleryExport } from './gallery-export.ts';
import { benchHostileImages } from './hostile-images.ts';
import { benchImageMemory } from './image-memory.ts';
import { benchImageRequests } from './image-requests.ts';
import { benchImageSpeed } from './image-speed.ts';
import { benchImport } from './import.ts';
import { benchImportDirect } from './import-direct.ts';
import { benchImportMemory } from './import-memory.ts';
import { benchImportPlan, benchImportPlan10m } from './import-plan.ts';
import { benchLoad } from './load.ts';
import { benchLongLine } from './long-line.ts';
import { benchMetaBuild } from './meta-build.ts';
import { benchMetaDuplicates, benchMetaDuplicates100m } from './meta-duplicates.ts';
import { benchMetaFix } from './meta-fix.ts';
import { benchMetaLint } from './meta-lint.ts';
import { benchMetaMemory } from './meta-memory.ts';
import { benchMetaRead } from './meta-read.ts';
import { benchQueue } from './queue.ts';
import { benchQueueOfNothing } from './queue-of-nothing.ts';
import { benchReport } from './report.ts';
import { benchScale } from './scale.ts';
import { benchStart } from './start.ts';
import { benchSync } from './sync.ts';
import { benchUpload } from './upload.ts';
import { benchUploadMemory } from './upload-memory.ts';
import { benchVerifyImport } from './verify-import.ts';
import { benchWorkers, benchWorkers20k } from './workers.ts';

const BENCHES: Readonly<Record<string, () => AsyncIterable<Figure>>> = {
  start: benchStart,
  load: benchLoad,
  calls: benchCalls,
  import: benchImport,
  'import-direct': benchImportDirect,
  'import-plan': benchImportPlan,
  'import-plan-10m': benchImportPlan10m,
  'import-memory': benchImportMemory,
  scale: benchScale,
  'upload-memory': benchUploadMemory,
  'failure-memory': benchFailureMemory,
  'catalogue-json': benchCatalogueJson,
  'catalogue-hostile': benchCatalogueHostile,
  queue: benchQueue,
  'queue-of-nothing': benchQueueOfNothing,
  workers: benchWorkers,
  'workers-20k': benchWorkers20k,
  sync: benchSync,
  upload: benchUpload,
  'gallery-export': benchGalleryExport,
  'verify-import': benchVerifyImport,
  'image-speed': benchImageSpeed,
  'image-requests': benchImageRequests,
  'image-memory': benchImageMemory,
  'hostile-images': benchHostileImages,
  'long-line': benchLongLine,
  'catalogue-table': benchCatalogueTable,
  'meta-read': benchMetaRead,
  'meta-lint': benchMetaLint,
  'meta-fix': benchMetaFix,
  'meta-build': benchMetaBuild,
  'meta-memory': benchMetaMemory,
  'meta-duplicates': benchMetaDuplicates,
  'meta-duplicates-100m': benchMetaDuplicates100m,
  report: benchReport,
};

/** They take minutes, some of them a Redis or Chromium, and the last three gigabytes of temporary files. */
const ONLY_WHEN_NAMED: readonly string[] = [
  ...['import', 'import-direct', 'import-memory', 'failure-memory', 'queue', 'gallery-export'],
  ...['upload', 'upload-memory', 'verify-import', 'queue-of-nothing', 'workers', 'report'],
  'workers-20k',
  ...['import-plan-10m', 'meta-duplicates-100m', 'scale', 'sync'],
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0)
  throw new RangeError(
    `Cannot run bench ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}`,
  );
for (const [name, bench] of Object.entries(BENCHES)) {
  const isChosen = asked.length > 0 ? asked.includes(name) : !ONLY_WHEN_NAMED.includes(name);
  if (!isChosen) continue;
  for await (const figure of bench()) printFigure(figure);
}
