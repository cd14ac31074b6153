import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { putObjects } from '../support/test-bed.ts';
import { runCli } from './run-cli.ts';

const contents = (path: string) => readdirSync(join(path, 'objects'));

describe('imagesearch-import emulator --state', () => {
  it('keeps its state in the folder, and takes up what is there', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const run = () => runCli(['emulator', '--state', path], { interruptAt: '\n' });
    expect((await run()).code).toBe(0);
    expect(readdirSync(path).sort()).toEqual(['journal.jsonl', 'objects']); // and no lock
    {
      await using emulator = await startEmulator({ stateFolder: path });
      await putObjects(emulator, { k: 'content' });
    }
    const kept = contents(path);
    expect(kept).toHaveLength(1);
    expect((await run()).code).toBe(0);
    expect(contents(path)).toEqual(kept); // what nothing refers to is deleted at the start
  });

  it('says which process has the folder, with exit code 2, when it is in use', async () => {
    using folder = temporaryFolder();
    await using _emulator = await startEmulator({ stateFolder: folder.path });
    const { code, stderr } = await runCli(['emulator', '--state', folder.path]);
    expect(code).toBe(2);
    expect(stderr).toContain(`held by process ${process.pid}`);
  });

  it('names file and line, with exit code 2, when the folder is damaged', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'journal.jsonl'), '{}\n');
    const { code, stderr } = await runCli(['emulator', '--state', folder.path]);
    expect(code).toBe(2);
    expect(stderr).toContain(`line 1 of ${join(folder.path, 'journal.jsonl')}`);
  });
});
