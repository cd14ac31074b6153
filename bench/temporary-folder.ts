import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  readonly pathOf: (name: string) => string;
}

const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const;

/** A folder that goes when the bench is over, fails or is interrupted: some of what lies in it is large. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'imagesearch-bench-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  const interrupt = () => process.exit(130);
  process.once('exit', remove);
  for (const signal of INTERRUPTS) process.once(signal, interrupt);
  return {
    path,
    pathOf: (name) => join(path, name),
    async [Symbol.asyncDispose]() {
      remove();
      process.off('exit', remove);
      for (const signal of INTERRUPTS) process.off(signal, interrupt);
    },
  };
}
