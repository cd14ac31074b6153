import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { storeOf } from '../flow/import-test-bed.ts';
import { all } from '../support/items.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readReport } from './live-report.ts';
import { liveSettings } from './live-settings.ts';

const NAMED = {
  ...{ IMAGESEARCH_LIVE_REGION: 'cn-shanghai', IMAGESEARCH_LIVE_INSTANCE: 'shop' },
  IMAGESEARCH_LIVE_BUCKET: 'my-bucket',
};

describe('the questions to a live instance', () => {
  it.each(Object.keys(NAMED))('name the variable that is missing when %s is', (name) => {
    expect(() => liveSettings({ ...NAMED, [name]: '' })).toThrow(`these variables are not set: ${name} (`);
  });

  it('have a report and half a minute for the gallery unless told otherwise', () => {
    expect(liveSettings(NAMED)).toMatchObject({ report: 'live-report.json', settleMs: 30_000 });
    expect(() => liveSettings({ ...NAMED, IMAGESEARCH_LIVE_SETTLE_SECONDS: 'soon' })).toThrow(
      'from 0 to 3600',
    );
  });
});

describe.runIf(process.env['MODE'] === 'long')('npm run test:live', () => {
  it('fails, and says what is missing, without its variables', async () => {
    const { code, output } = await runLive({});
    expect(code).not.toBe(0);
    expect(output).toContain('IMAGESEARCH_LIVE_INSTANCE (');
  });

  it('answers every question, and leaves nothing behind, when the instance is the emulator', async () => {
    await using emulator = await startEmulator({
      capacity: 200_000,
      queriesPerSecond: 10,
      taskDurationMs: 300,
    });
    using folder = temporaryFolder();
    const report = join(folder.path, 'report.json');
    const { code, output } = await runLive({
      IMAGESEARCH_LIVE_REGION: emulator.regionId,
      IMAGESEARCH_LIVE_INSTANCE: emulator.instanceName,
      IMAGESEARCH_LIVE_BUCKET: emulator.bucketName,
      IMAGESEARCH_LIVE_ENDPOINT: emulator.imageSearchEndpoint,
      IMAGESEARCH_LIVE_OSS_ENDPOINT: emulator.ossEndpoint,
      IMAGESEARCH_LIVE_REPORT: report,
      IMAGESEARCH_LIVE_SETTLE_SECONDS: '0',
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
    });
    expect(code, output).toBe(0);
    const { answers } = readReport(report);
    expect(answers.filter(({ answer }) => answer === null)).toEqual([]);
    expect(answers.length).toBeGreaterThan(50);
    for (const { question, answer, assumed } of answers)
      expect(output).toContain(`${question}: ${answer}; assumed: ${assumed}`);
    expect(output + JSON.stringify(answers)).not.toContain(emulator.accessKeySecret);
    expect(emulator.gallery()).toEqual([]);
    expect(await all(storeOf(emulator).list(''))).toEqual([]);
  }, 600_000);
});

/** Runs the questions in a process of their own, with these variables and none of this one's test runner. */
async function runLive(variables: Readonly<Record<string, string>>) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|IMAGESEARCH_LIVE|NODE_V8|MODE$|NODE_ENV$|TEST$)/.test(name),
  );
  const env = { ...Object.fromEntries(own), NO_COLOR: '1', ...variables };
  const args = [vitest, 'run', '--config', 'vitest.live.config.ts'];
  return promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code: code as number, output: `${stdout}${stderr}` }),
  );
}
