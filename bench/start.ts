import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median, rounded } from './figure.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RUNS = 25;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How long Node takes with each entry point, and a command, from its start to its end: against Node alone. */
export async function* benchStart(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const meta = join(folder.path, 'increment.meta');
  await writeFile(meta, '{"OperationType":"ADD","ProductId":"1","PicName":"1.jpg","CustomContent":"k:v"}\n');
  const cli = join(ROOT, 'dist/cli.cjs');
  const starts: Readonly<Record<string, readonly string[]>> = {
    'start: import of .': ['-e', "import('imagesearch-import')"],
    'start: import of ./meta': ['-e', "import('imagesearch-import/meta')"],
    'start: import of ./emulator': ['-e', "import('imagesearch-import/emulator')"],
    'start: import of ./distributed': ['-e', "import('imagesearch-import/distributed')"],
    'start: --help': [cli, '--help'],
    'start: lint of one line': [cli, 'lint', meta],
  };
  for (const [name, args] of Object.entries(starts)) {
    const pairs = Array.from(
      { length: RUNS },
      () => [millisecondsOf(['-e', '0']), millisecondsOf(args)] as const,
    );
    const against = { name: 'node -e 0', value: rounded(median(pairs.map(([alone]) => alone))) };
    yield { name, value: rounded(median(pairs.map(([, whole]) => whole))), unit: 'ms', against };
  }
}

function millisecondsOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}
