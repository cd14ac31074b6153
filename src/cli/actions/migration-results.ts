import { readMigrationResults } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../output/counted.ts';

export interface MigrationResultsCommandOptions {
  readonly unreported: 'failed' | 'sent';
}

/** `migration-results PLAN LISTS`: what became of each image of a plan, by the lists of the mover. */
export const migrationResults: Action<readonly [string, string], MigrationResultsCommandOptions> = async (
  { output, signal },
  [planFolder, listFolder],
  { unreported },
) => {
  const onUnknownLine = ({ file, line, text }: { file: string; line: number; text: string }) =>
    output.note(`${file}:${line}: ${text} is no image of the list`);
  const results = readMigrationResults(planFolder, listFolder, { unreported, onUnknownLine, signal });
  for await (const outcome of results) {
    const text = outcome.issues.map(
      ({ code, message }) => `${outcome.name} ${outcome.status} ${code} ${message}`,
    );
    await output.result(outcome, text.length === 0 ? undefined : text);
  }
  const { summary } = results;
  const { supplied, sent, present, refused, failed, lines, used, repeated, unknown } = summary;
  await output.result({ summary }, [
    `${counted(supplied, 'image')}: ${sent} sent, ${present} present, ${refused} refused, ${failed} failed`,
    `${counted(lines, 'line')}: ${used} used, ${repeated} repeated, ${unknown} unknown`,
  ]);
  return refused + failed + unknown > 0 ? EXIT.data : EXIT.fine;
};
