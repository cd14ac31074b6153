import { writeMetaFile } from '../samples/make-meta.ts';
import { inWorker, wholeProcess } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LINES = 1_000_000;
const LINES_OF_PROCESS = 2_000_000;
const ROUNDS = 5;

/** Checking a file without keeping records, as a call and as the whole command. */
export async function* benchMetaLint(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const path = folder.pathOf('increment.meta');
  await writeMetaFile(path, { lines: LINES });
  const run = (work: string) => () => inWorker('meta-read.worker.mjs', { work, path }, LINES);
  const call = await interleaved(ROUNDS, {
    lint: run('lint'),
    lintLines: run('lintLines'),
    readline: run('readline'),
  });
  const against = {
    name: 'readline and JSON.parse, nothing checked',
    value: call('readline', 'seconds'),
  };
  yield {
    name: `lint ${LINES} lines, duplicates looked for too`,
    value: call('lint', 'seconds'),
    unit: 's',
    against,
  };
  yield {
    name: `lint ${LINES} lines (at most 0.4)`,
    value: call('lintLines', 'seconds'),
    unit: 's',
    against,
  };
  yield* benchWholeProcess(path, 'clean lines (at most 0.333)', {});
  yield* benchWholeProcess(path, 'lines, a warning on every tenth (at most 0.434)', { warnings: true });
  yield* benchWholeProcess(path, 'lines that end with CRLF (at most 0.4)', { end: 'CRLF' });
}

async function* benchWholeProcess(
  path: string,
  what: string,
  options: { readonly end?: 'CRLF'; readonly warnings?: boolean },
): AsyncGenerator<Figure, void, void> {
  await writeMetaFile(path, { lines: LINES_OF_PROCESS, ...options });
  const said = String(LINES_OF_PROCESS);
  const whole = await interleaved(ROUNDS, {
    lint: () => wholeProcess('../dist/cli.cjs', ['lint', path, '--no-duplicates'], said),
    readline: () => wholeProcess('readline.mjs', [path], said),
  });
  yield {
    name: `imagesearch-import lint --no-duplicates of ${LINES_OF_PROCESS} ${what}, the whole process`,
    value: whole('lint', 'seconds'),
    unit: 's',
    against: {
      name: 'node with a script of readline and JSON.parse',
      value: whole('readline', 'seconds'),
    },
  };
}
