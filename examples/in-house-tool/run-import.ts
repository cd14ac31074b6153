import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

/** A line of an entry. */
export interface EntryLine {
  readonly status: 'imported' | 'deleted' | 'refused' | 'skipped' | 'failed' | 'ready';
  readonly productId: string | null;
  readonly picName: string | null;
  readonly issues: readonly {
    readonly code: string;
    readonly severity: 'error' | 'warning';
    readonly message: string;
  }[];
}

/** The line of the sums, the last one of an import that came to its end. */
export interface SummaryLine {
  readonly summary: Readonly<
    Record<'supplied' | 'refused' | 'skipped' | 'submitted' | 'succeeded' | 'failed', number>
  >;
}

/** The line of an import that has ended before its end. */
export interface ErrorLine {
  readonly error: { readonly code: string | null; readonly message: string; readonly advice: string | null };
}

/** What an import prints with `--json`. `columns` comes first, where the catalogue is a table. */
export type ImportLine = EntryLine | SummaryLine | ErrorLine | { readonly columns: object };

export interface RunningImport {
  /** The lines as they come. To be read to the end. */
  readonly lines: AsyncIterable<ImportLine>;
  /** The exit code, when the process has ended; 130 when it was aborted. */
  readonly exitCode: Promise<number>;
}

/**
 * Starts `imagesearch-import import … --json` and reads its lines, each checked by the schema that the package has.
 * What it says to people, on standard error, is shown as it is.
 *
 * @param args those of `import`, without `--json`
 * @param options.signal interrupts the import, which then ends in order: the same command continues
 */
export function runImport(
  args: readonly string[],
  { signal, env = process.env }: { signal: AbortSignal; env?: NodeJS.ProcessEnv },
): RunningImport {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [commandPath(), 'import', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
    detached: true, // Ctrl-C reaches this program alone, which hands it on: a second one would end the import at once
  });
  const interrupt = () => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  const exitCode = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 130));
  }).finally(() => signal.removeEventListener('abort', interrupt));
  exitCode.catch(() => {}); // whoever awaits it learns of it
  return { lines: checkedLines(child.stdout), exitCode };
}

async function* checkedLines(stdout: NodeJS.ReadableStream): AsyncGenerator<ImportLine, void, void> {
  const validate = importLineSchema();
  for await (const line of createInterface({ input: stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    const value: unknown = JSON.parse(line);
    if (!validate(value)) throw new TypeError(`Cannot read a line as its shape is not known: ${line}`);
    yield value;
  }
}

const fileOf = (name: string) => fileURLToPath(import.meta.resolve(`imagesearch-import/${name}`));

/** The command of the installed package: no shell, and no search in PATH. */
function commandPath(): string {
  const manifest = fileOf('package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { 'imagesearch-import': string } };
  return fileURLToPath(new URL(bin['imagesearch-import'], `file://${manifest}`));
}

/** Lines that a later version adds fail here, not in the middle of your own code. */
function importLineSchema(): ValidateFunction<ImportLine> {
  const schema = JSON.parse(readFileSync(fileOf('cli-lines.schema.json'), 'utf8')) as { $id?: string };
  const ajv = new Ajv({ allowUnionTypes: true });
  return ajv
    .addSchema(schema, 'lines')
    .compile<ImportLine>({ $ref: 'lines#/definitions/lines%20of%20import' });
}
