import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS, variableOf } from '../../src/cli/settings/setting-table.ts';
import { settingsSchema } from '../../src/cli/settings/settings-schema.ts';
import { jsonLines } from './run-cli.ts';
import { runHere } from './run-here.ts';

let root: string;
let inner: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'settings-'));
  inner = join(root, 'a', 'b');
  mkdirSync(inner, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const write = (content: unknown) =>
  writeFileSync(
    join(root, 'imagesearch-import.config.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );

async function settings(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await runHere(['doctor', '--settings', '--json', ...args], {
    env,
    folder: inner,
  });
  expect([code, stderr]).toEqual([0, '']);
  return new Map(jsonLines(stdout).map(({ setting, value, from, place }) => [setting, [value, from, place]]));
}

const FILE = {
  region: 'cn-shanghai',
  instance: 'shop',
  ossCustomDomain: true,
  profiles: { test: { instance: 'shop-test', picNameBase: 'bucket' } },
};

describe('settings', () => {
  it('come from flags, then from the environment, then from the profile, then from the file above', async () => {
    write(FILE);
    const path = join(root, 'imagesearch-import.config.json');
    const found = await settings(['--use', 'test', '--region', 'cn-beijing'], {
      IMAGESEARCH_REGION: 'cn-hangzhou',
      IMAGESEARCH_OSS_ENDPOINT: 'https://user:pass@oss.example',
      IMAGESEARCH_NETWORK: '',
    });
    expect(found.get('--region')).toEqual(['cn-beijing', 'flag', null]);
    expect(found.get('--oss-endpoint')).toEqual([
      'https://********@oss.example',
      'environment',
      'IMAGESEARCH_OSS_ENDPOINT',
    ]);
    expect(found.get('--instance')).toEqual(['shop-test', 'file', `${path}, profile test`]);
    expect(found.get('--oss-custom-domain')).toEqual([true, 'file', path]);
    expect(found.get('--verify')).toEqual(['sample', 'default', null]);
    expect(found.get('--network')).toEqual([null, null, null]); // an empty variable counts as none
  });

  it('are all shown, those of other commands, too', async () => {
    write({ ...FILE, images: './images', profiles: { test: { ca: 'ca.pem' } } });
    const found = await settings(['--use', 'test'], { IMAGESEARCH_CONCURRENCY: '3' });
    const flags = Object.keys(SETTINGS).map((name) => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`);
    expect(flags.filter((flag) => !found.has(flag))).toEqual([]);
    expect(found.get('--concurrency')).toEqual([3, 'environment', 'IMAGESEARCH_CONCURRENCY']);
    expect(found.get('--images')?.[0]).toBe(join(root, 'images')); // from the folder of the file
    expect(found.get('--ca')?.[0]).toBe(join(root, 'ca.pem'));
  });

  it('are named with what was meant, when a variable is misspelt', async () => {
    write({});
    const env = {
      IMAGESEARCH_INSTNACE: 'shop',
      IMAGESEARCH_LIVE_BUCKET: 'b',
      IMAGESEARCH_QUEUE: 'redis://q',
    };
    const { code, stderr } = await runHere(['doctor', '--settings'], { env, folder: inner });
    expect([code, stderr]).toEqual([
      0,
      'The variable IMAGESEARCH_INSTNACE sets nothing: did you mean IMAGESEARCH_INSTANCE?\n',
    ]);
  });

  it('are listed by their variables, with those that hold secrets', async () => {
    const { stdout } = await runHere(['help', 'settings']);
    for (const name of Object.keys(SETTINGS)) expect(stdout).toContain(variableOf(name));
    expect(stdout).toContain('IMAGESEARCH_QUEUE');
    expect(stdout).toContain('IMAGESEARCH_SOURCE_SECURITY_TOKEN');
  });

  it('show a secret only as being set', async () => {
    write(FILE);
    const { stdout } = await runHere(['doctor', '--settings'], {
      env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'tell-nobody' },
      folder: inner,
    });
    expect(stdout).toMatch(/^ALIBABA_CLOUD_ACCESS_KEY_SECRET {2}\*{8} {2}environment/m);
    expect(stdout).not.toContain('tell-nobody');
  });

  it.each([
    ['flag', ['--use', 'test'], {}],
    ['variable', [], { IMAGESEARCH_USE: 'test' }],
  ] as const)('take the profile of a %s', async (_, args, env) => {
    write(FILE);
    expect((await settings(args, env)).get('--instance')?.[0]).toBe('shop-test');
  });

  it('take the profile that the file chooses', async () => {
    write({ ...FILE, use: 'test' });
    expect((await settings()).get('--instance')?.[0]).toBe('shop-test');
  });

  it('do not count where a command ignores them', async () => {
    write('not JSON');
    expect((await runHere(['help', 'meta'], { folder: inner })).code).toBe(0);
  });

  it.each<[string, unknown, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['the file is no JSON', '{', [], {}, /config\.json as it is no JSON/],
    ['the file is a list', '[]', [], {}, /must be an object, such as/],
    ['a setting is misspelt', { regoin: 'x' }, [], {}, /no setting "regoin": did you mean "region"\?/],
    ['a setting is none', { colour: 'x' }, [], {}, /no setting "colour": settings are region, /],
    [
      'a setting has another type',
      { concurrency: '8' },
      [],
      {},
      /"concurrency" must be a number: current value is "8"/,
    ],
    ['it holds a secret', { accessKeySecret: 'x' }, [], {}, /credentials have no place in it.*ALIBABA_CLOUD/],
    ['a profile is no object', { profiles: { test: 1 } }, [], {}, /the profile "test" must be an object/],
    ['profiles are a list', { profiles: [] }, [], {}, /"profiles" must be an object/],
    [
      'the profile is not there',
      FILE,
      ['--use', 'tst'],
      {},
      /the profile "tst" of .* as it has no such profile, but test: did you mean "test"\?/,
    ],
    ['there is no profile', {}, ['--use', 'test'], {}, /as it has no such profile$/m],
    [
      'a setting is called as a part of every object',
      { toString: 'x' },
      [],
      {},
      /as it has no setting "toString"/,
    ],
    [
      'a value is none of the choices',
      { verify: 'evrything' },
      [],
      {},
      /config\.json for --verify, evrything: Allowed choices are sample/,
    ],
    [
      'a variable of another command is no number',
      {},
      [],
      { IMAGESEARCH_CONCURRENCY: 'many' },
      /IMAGESEARCH_CONCURRENCY for --concurrency, many: It must be a whole number/,
    ],
    [
      'a variable is no number',
      {},
      [],
      { IMAGESEARCH_OSS_CUSTOM_DOMAIN: 'perhaps' },
      /IMAGESEARCH_OSS_CUSTOM_DOMAIN for --oss-custom-domain as it must be true or false: current value is perhaps/,
    ],
  ])('are refused, with what to do, when %s', async (_, content, args, env, says) => {
    write(content);
    const { code, stdout, stderr } = await runHere(['doctor', '--settings', ...args], { env, folder: inner });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
  });

  it('are named as what has set a value that is refused', async () => {
    write({ region: 'Shang hai', instance: 'shop' });
    const byFile = await runHere(['tasks'], { folder: inner });
    expect(byFile.stderr).toMatch(
      /'--region' must be .* \(--region is set by .*imagesearch-import\.config\.json\)\n$/,
    );
    const byVariable = await runHere(['tasks'], { env: { IMAGESEARCH_REGION: 'cn_x' }, folder: inner });
    expect(byVariable.stderr).toContain('(--region is set by IMAGESEARCH_REGION)');
    const typed = await runHere(['tasks', '--region', 'cn_x'], { folder: inner });
    expect(typed.stderr).not.toContain('is set by');
  });

  it('are named as the other ways where an option is missing', async () => {
    write({});
    const { code, stderr } = await runHere(['tasks'], { folder: inner });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'Cannot run tasks as it needs --region <region> (or IMAGESEARCH_REGION, or "region" in imagesearch-import.config.json) and --instance <name>',
    );
  });

  it('have a JSON Schema that is published', async () => {
    const published = readFileSync(
      new URL('../../schema/imagesearch-import.config.schema.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published)).toEqual(await settingsSchema());
  });
});
