import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quickEmulator, storeOf } from '../flow/import-test-bed.ts';
import {
  bedOfFile,
  entriesOf,
  entryOf,
  fill,
  galleryOf,
  syncAndCollect,
  wantedBy,
} from '../flow/sync/sync-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const bed = bedOfFile();

const RATES = { rates: 'off' } as const;

describe('sync', () => {
  it('prints the differences, writes a plan, carries it out and undoes it', async () => {
    await using emulator = await quickEmulator(RATES);
    const before = entriesOf(0, 25);
    await fill(emulator, bed, before);
    const wanted = [...entriesOf(1, 24), entryOf(24, 2), entryOf(30)];
    const catalogue = join(bed.folder, 'shop.jsonl');
    await writeFile(catalogue, wanted.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const where = [
      '--images',
      bed.images,
      '--to',
      `oss://${emulator.bucketName}/spring`,
      ...connectionOf(emulator),
    ];
    const env = keysOf(emulator);
    const [dry, done, undone] = ['cli-dry', 'cli-done', 'cli-undone'].map((name) => bed.stateOf(name));

    const planned = await runCli(
      ['sync', catalogue, ...where, '--delete-superfluous', '--dry-run', '--state', String(dry)],
      { env },
    );
    expect(planned.stderr).toContain(`--plan: ${join(String(dry), 'plan.jsonl')}`);
    expect(planned.stdout).toContain('  changed: P24 24.png customContent, intAttr\n');
    expect(planned.stdout).toContain(
      '25 entries, 25 images read of the gallery: 23 the same; 1 missing, 1 changed, 1 superfluous; ' +
        '1 to be changed by UpdateImage, in 1 s\n',
    );
    expect(planned.code).toBe(0);
    expect(galleryOf(emulator)).toEqual(wantedBy(before));

    const plan = join(String(dry), 'plan.jsonl');
    const carried = await runCli(['sync', '--plan', plan, ...where, '--state', String(done), '--json'], {
      env,
    });
    const last = jsonLines(carried.stdout).at(-1);
    expect(last).toMatchObject({ sync: { updated: 1, plan: { kinds: { missing: 1, superfluous: 1 } } } });
    expect(carried.code).toBe(0);
    expect(galleryOf(emulator)).toEqual(wantedBy(wanted));

    const place = where.slice(2); // its images lie in the bucket
    const back = await runCli(['undo', String(done), ...place, '--state', String(undone)], { env });
    expect(back.stdout).toContain('3 undone; 1 changed by UpdateImage\n');
    expect(back.code).toBe(0);
    expect(galleryOf(emulator)).toEqual(wantedBy(before));

    const lost = { ...entryOf(40), image: 'lost.png' };
    await writeFile(catalogue, [...before, lost].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const refused = await runCli(['sync', catalogue, ...where], { env });
    expect(refused.stdout + refused.stderr).toMatch(/^refused P40 40\.png IMAGE_MISSING /m);
  });

  it('says how many differences were undone, when an object is gone', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const state = bed.stateOf('cli-half-undone');
    const all = { deleteSuperfluous: true, maxDeletedShare: 1, state };
    await syncAndCollect(entriesOf(2, 4), emulator, bed, all);
    const bucket = storeOf(emulator);
    await bucket.delete('spring/0.png');
    bucket.close();
    const where = ['--images', bed.images, '--to', `oss://${emulator.bucketName}/spring`];
    const undo = ['undo', state, ...where, ...connectionOf(emulator)];
    const env = keysOf(emulator);
    expect((await runCli([...undo, '--dry-run'], { env })).stdout).toContain('2 to undo\n');
    const { stdout, code } = await runCli(undo, { env });
    expect(stdout).toContain('1 of 2 undone\n');
    expect(code).toBe(1);
  });

  it('goes on by the command that imports prints, of a catalogue, a plan and an undo that were named by relative paths', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const here = (name: string) => relative('.', bed.stateOf(name));
    const target = ['--to', `oss://${emulator.bucketName}/spring`, ...connectionOf(emulator)];
    const where = ['--images', here('images'), ...target, '--most-updates', '0'];
    const env = keysOf(emulator);
    await writeFile(
      here('cut.jsonl'),
      [entryOf(0), entryOf(1, 2)].map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    await runCli(['sync', here('cut.jsonl'), ...where, '--dry-run', '--state', here('cut-dry')], { env });
    const goOn = async (args: readonly string[], state: string) => {
      const fault = emulator.addFault({ kind: 'expired', operation: 'IncreaseInstance', times: 'always' });
      const cut = await runCli([...args, ...where, '--state', here(state)], { env });
      fault.remove();
      expect(cut.code).toBe(3);
      const [kept] = jsonLines((await runCli(['imports', here(state), '--json'])).stdout);
      expect(kept).toMatchObject({ status: 'interrupted' });
      const command = kept?.['command'] as string[];
      const { code, stderr } = await runCli(command.slice(1), { env });
      expect({ state, code, stderr }).toMatchObject({ code: 0 });
    };
    await goOn(['sync', '--plan', here('cut-dry/plan.jsonl')], 'cut-plan');
    await goOn(['undo', here('cut-plan')], 'cut-undo');
    await goOn(['sync', here('cut.jsonl')], 'cut-sync');
    expect(galleryOf(emulator)).toEqual(wantedBy([entryOf(0), entryOf(1, 2), ...entriesOf(2, 4)]));
  });

  it('does not advise the same command when a plan is out of date', async () => {
    await using emulator = await quickEmulator(RATES);
    const [dry, state] = [bed.newState(), bed.newState()];
    await syncAndCollect(entriesOf(0, 2), emulator, bed, { dryRun: true, state: dry });
    await fill(emulator, bed, [entryOf(77)]);
    const target = [
      '--images',
      bed.images,
      '--to',
      `oss://${emulator.bucketName}/spring`,
      ...connectionOf(emulator),
    ];
    const { code, stderr } = await runCli(
      ['sync', '--plan', join(dry, 'plan.jsonl'), ...target, '--state', state],
      { env: keysOf(emulator) },
    );
    expect(stderr).toContain('[PLAN_STALE]');
    expect(stderr).not.toContain('Continue with');
    expect(code).toBe(3);
  });

  it('ends with 1 when a doubt keeps superfluous images', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const where = [
      '--images',
      bed.images,
      '--to',
      `oss://${emulator.bucketName}/spring`,
      ...connectionOf(emulator),
    ];
    const result = await runCli(
      ['sync', '-', '--format', 'jsonl', ...where, '--delete-superfluous', '--quiet'],
      {
        env: keysOf(emulator),
        input: `${JSON.stringify(entryOf(0))}\n`,
      },
    );
    expect(result.stderr).toContain(
      "3 superfluous images are not deleted: 3 of 4 images are superfluous, and '--max-deleted-share' is 5%",
    );
    expect(result.stderr).toContain('[TOO_MANY_DELETED]');
    expect(result.code).toBe(1);
    expect(emulator.gallery()).toHaveLength(4);
  });

  it.each([
    [['sync'], /either a catalogue or --plan must be given/],
    [['sync', 'shop.csv', '--plan', 'plan.jsonl'], /either a catalogue or --plan must be given/],
    [['sync', 'shop.csv', '--max-deleted-share', '0.05'], /a share from 0% to 100%/],
  ])('refuses %j', async (args, message) => {
    const where = ['--images', bed.images, '--to', 'oss://b/f', '--region', 'cn-shanghai', '--instance', 'i'];
    const { code, stderr } = await runCli([...args, ...where]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
