/** A report for people, one HTML file: of an import's state, at any time, and row by row of anything else. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EntryOutcome, importCatalogue, ReportWriter, reportImport } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

const work = await mkdtemp(join(tmpdir(), 'report-'));
await using emulator = await startEmulator({ taskDurationMs: 0 });
const outcomes: EntryOutcome[] = [];
const importing = await importCatalogue([{ productId: '1000', image: 'missing.png' }], {
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
  ...{ images: work, to: `oss://${emulator.bucketName}/spring`, state: join(work, 'state') },
  onOutcome: (outcome) => void outcomes.push(outcome),
});
console.log(importing.refused, 'refused');
await reportImport(join(work, 'state'), join(work, 'import.html'), { language: 'zh' });

await using report = await ReportWriter.open(join(work, 'rows.html'));
for (const outcome of outcomes) await report.add(outcome);
await report.finish({ kind: 'import', subject: 'one by one', madeAt: Date.now() });
for (const name of ['import.html', 'rows.html'])
  console.log(name, (await stat(join(work, name))).size, 'bytes');
await rm(work, { recursive: true });
