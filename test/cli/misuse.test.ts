import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCode } from '../../src/cli/explain/explain-code.ts';
import { Journal } from '../../src/shared/files/journal.ts';
import { runHere } from './run-here.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'misuse-'));
  writeFileSync(at('shop.csv'), 'ProductId,Image\n1,a.jpg\n');
  mkdirSync(at('empty-folder'));
  writeFileSync(at('empty.csv'), '');
  writeFileSync(at('odd.csv'), 'foo,bar\n1,2\n');
  writeFileSync(at('pic.csv'), 'id,pic\n1,a.jpg\n');
  writeFileSync(at('no.xlsx'), 'no workbook');
  writeFileSync(at('cut.jsonl'), '{"productId":\n');
  writeFileSync(at('sizes.jsonl'), '{"name":"a.jpg","bytes":1}\n{"name":"b.jpg","bytes":-1}\n');
  writeFileSync(at('a.meta'), '{"OperationType":"DELETE","ProductId":"1","PicName":"a.jpg"}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ACCOUNT = ['--region', 'cn-shanghai', '--instance', 'shop'];
const IMPORT = ['--images', '.', '--to', 'oss://a-bucket/a', ...ACCOUNT];

const FROM_TO: Readonly<Record<string, readonly string[]>> = {
  upload: ['.', 'oss://a-bucket/a'],
  preflight: ['oss://a-bucket/a'],
};

/** What somebody typed by mistake, and what the message has: the thing, the reason, the next step. */
const MISUSES: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  ['no command', () => [], /Usage: imagesearch-import COMMAND/],
  ['a misspelt command', () => ['lnt'], /unknown command 'lnt'\n\(Did you mean lint\?\)/],
  [
    'a command that there is not',
    () => ['frobnicate'],
    /unknown command 'frobnicate'\n\(see imagesearch-import --help\)/,
  ],
  [
    'a misspelt option',
    () => ['lint', '--dialekt', '2018', 'x'],
    /unknown option '--dialekt'\n\(Did you mean --dialect\?\)/,
  ],
  [
    'a misspelt option before a command',
    () => ['--verison', 'lint', 'x'],
    /"--verison" as it is no command: did you mean --version\?/,
  ],
  [
    'an option of a command before its name',
    () => ['--region', 'cn-shanghai', 'tasks'],
    /"--region" as it is no command: the options of a command stand behind its name: imagesearch-import COMMAND --help/,
  ],
  ['flags alone', () => ['--quiet'], /^Usage: imagesearch-import COMMAND/],
  ['a misspelt flag beside -h', () => ['-h', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  [
    'a misspelt value',
    () => ['lint', '--dialect', 'curent', 'x'],
    /--dialect .* 'curent' is invalid.*Did you mean current\?/,
  ],
  [
    'the beginning of a code',
    () => ['explain', 'META_REGION'],
    /no code has this name: did you mean META_REGION_\w+, META_REGION_/,
  ],
  ...['upload', 'preflight'].map(
    (command) =>
      [
        `a time limit of no time for ${command}`,
        () => [command, ...(FROM_TO[command] ?? []), '--region', 'cn-shanghai', '--oss-timeout-ms', '0'],
        /'--oss-timeout-ms' must be an integer from 1/,
      ] as const,
  ),
  ...['upload', 'preflight'].map(
    (command) =>
      [
        `two ways to OSS for ${command}`,
        () => [
          ...[command, ...(FROM_TO[command] ?? []), '--region', 'cn-shanghai'],
          ...['--oss-endpoint', 'http://127.0.0.1:1', '--network', 'vpc'],
        ],
        /'--oss-endpoint' and '--network' must not both be given/,
      ] as const,
  ),
  [
    'a queue without a state',
    () => ['imports', '--queue', 'redis://127.0.0.1:1'],
    /Cannot ask a queue alone: name the state of the import with --state/,
  ],
  [
    'a folder and a shared state',
    () => ['imports', folder, '--state', 'oss://a-bucket/state'],
    /at once: leave out --state, or the folder/,
  ],
  ['no file', () => ['lint'], /missing required argument 'file'/],
  [
    'a file too many',
    () => ['lint', 'a', 'b'],
    /too many arguments for 'lint'. Expected 1 argument but got 2/,
  ],
  [
    'a file that is not there',
    () => ['lint', at('x.meta')],
    /x\.meta: there is no such file or folder \[ENOENT\]\nCheck its name/,
  ],
  ['a folder for a file', () => ['lint', folder], /as it is a folder: name the file in it/],
  ['an option without its value', () => ['lint', 'x', '--max-errors'], /'--max-errors <n>' argument missing/],
  [
    'a word for a number',
    () => ['lint', 'x', '--max-errors', 'many'],
    /'many' is invalid. It must be a whole number/,
  ],
  ['an encoding without --fix', () => ['lint', at('a.meta'), '--encoding', 'gbk'], /convert it with --fix/],
  [
    'the file itself as --fix',
    () => ['lint', at('a.meta'), '--fix', at('a.meta')],
    /is the file to be fixed: name another with --fix/,
  ],
  [
    '--fix - with --json',
    () => ['lint', at('a.meta'), '--fix', '-', '--json'],
    /--json prints there: name a file with --fix/,
  ],
  ['no file to write', () => ['build', at('shop.csv')], /Cannot run build as it needs -o, --output <file>/],
  [
    '- for a file that is split',
    () => ['build', at('shop.csv'), '-o', '-', '--max-lines', '5'],
    /Cannot split what goes to standard output/,
  ],
  [
    'a part of no lines',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--max-lines', '0'],
    /--max-lines .*must be a whole number from 1/,
  ],
  [
    'a column without a name',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--column', 'image'],
    /--column .*such as Image=image_link/,
  ],
  [
    'a column of another name',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--column', 'Img=a'],
    /There is no column "Img": did you mean Image\?/,
  ],
  [
    'a column that there is not',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--column', 'Foo=bar'],
    /There is no column "Foo": columns are OperationType, ProductId, Image/,
  ],
  ['a folder to search by', () => ['search', folder, ...ACCOUNT], /as it is a folder: name a picture in it/],
  [
    'nowhere to import to',
    () => ['import', at('shop.csv'), '--images', '.', ...ACCOUNT],
    /Cannot run import as it needs --to <address> \(or IMAGESEARCH_TO, or "to" in .*\), unless --route is direct/,
  ],
  [
    'nowhere to be ready for',
    () => ['doctor', ...ACCOUNT],
    /Cannot run doctor as it needs --to <address> \(or/,
  ],
  [
    'nowhere to write a policy for',
    () => ['policy', ...ACCOUNT],
    /Cannot run policy as it needs --to <address>/,
  ],
  [
    'a queue that is no URL',
    () => ['worker', '--queue', 'x', '--state', at('empty-folder')],
    /'--queue' must be a URL such as redis:\/\/HOST.*: current value is no URL/,
  ],
  [
    'an address without its bucket',
    () => ['import', at('shop.csv'), ...IMPORT, '--to', 'spring'],
    /must be "oss:\/\/BUCKET\/FOLDER"/,
  ],
  [
    'no region and no instance',
    () => ['tasks'],
    /--region <region> \(or IMAGESEARCH_REGION.* and --instance <name>/,
  ],
  ['a region that is none', () => ['tasks', '--region', 'Shanghai!', '--instance', 'x'], /region.*Shanghai!/],
  [
    'an id that is none',
    () => ['watch', 'abc', ...ACCOUNT],
    /"abc" as the id of a task has digits alone: list them with imagesearch-import tasks --region cn-shanghai --instance shop/,
  ],
  [
    'an object in OSS without a region',
    () => ['preflight', 'oss://a-bucket/a'],
    /oss:\/\/a-bucket\/a as an OSS address needs --region/,
  ],
  [
    'a repair of a URL',
    () => ['preflight', 'https://a.example/a.jpg', '--repair', 'x'],
    /fetch https:\/\/a\.example\/a\.jpg into a file first/,
  ],
  [
    'an upload of a file',
    () => ['upload', at('shop.csv'), 'oss://a-bucket/a', '--region', 'cn-shanghai'],
    /must be a folder, oss:\/\/, s3:\/\/ or azure:\/\/BUCKET\/PREFIX/,
  ],
  [
    'a search for nothing',
    () => ['search', ...ACCOUNT],
    /a picture, --text, --filter alone, or --product-id with --pic-name: current/,
  ],
  [
    'a search for two things',
    () => ['search', 'a.jpg', '--text', 'shoe', ...ACCOUNT],
    /current are a picture and --text/,
  ],
  [
    'too many results',
    () => ['search', '--text', 'shoe', '--count', '101', ...ACCOUNT],
    /'--count' must be .*100.*101/,
  ],
  ['a code that there is not', () => ['explain', 'META_REGION_ODER'], /did you mean META_REGION_ORDER\?/],
  [
    'a topic that there is not',
    () => ['help', 'setings'],
    /"setings" as it is no command and no topic: did you mean settings\?/,
  ],
  [
    'a shell that there is not',
    () => ['completion', 'tcsh'],
    /"tcsh" as the shell must be one of bash, zsh, fish/,
  ],
  ['a misspelt shell', () => ['completion', 'bassh'], /one of bash, zsh, fish: did you mean bash\?/],
  [
    'a profile without a file',
    () => ['tasks', '--use', 'test'],
    /"test" as no folder from .* upwards has imagesearch-import\.config\.json/,
  ],
  [
    'certificates that are not there',
    () => ['tasks', ...ACCOUNT, '--ca', at('x.pem')],
    /x\.pem: there is no such file/,
  ],
  [
    'a catalogue that is not there',
    () => ['import', at('x.csv'), ...IMPORT],
    /x\.csv: there is no such file or folder \[ENOENT\]\nCheck its name/,
  ],
  [
    'a file for the folder of images',
    () => ['import', at('shop.csv'), ...IMPORT, '--images', at('shop.csv')],
    /'--images' must be a folder: current value is ".*shop\.csv"/,
  ],
  [
    'a bucket that cannot be one',
    () => ['import', at('shop.csv'), ...IMPORT, '--to', 'oss://My_Bucket/a'],
    /its bucket must have 3 to 63 lower case letters.*"oss:\/\/My_Bucket\/a"/,
  ],
  [
    'a region with an underscore',
    () => ['import', at('shop.csv'), ...IMPORT, '--region', 'cn_shanghai'],
    /'--region' must be one such as cn-shanghai: current value is "cn_shanghai"/,
  ],
  [
    'a state in a folder of other things',
    () => ['import', at('shop.csv'), ...IMPORT, '--images', at('empty-folder'), '--state', folder],
    /'--state' must be a folder of an import, or an empty or missing one: .*name another folder/,
  ],
  [
    'a host with a blank',
    () => ['tasks', ...ACCOUNT, '--endpoint', 'not a host'],
    /'--endpoint' must be "host", "host:port" or "https:\/\/host": current value is "not a host"/,
  ],
  [
    'a folder as the file to write',
    () => ['build', at('shop.csv'), '-o', folder],
    /Cannot write ".*" as it must be a file: it is a folder; name a file/,
  ],
  [
    'a file to write below a file',
    () => ['preflight', at('empty-folder'), '--report', at('shop.csv/report.html')],
    /a part of the path is .* \[(ENOTDIR|EEXIST)\]\nName another path/,
  ],
  [
    'the catalogue as the file for the report',
    () => ['import', at('shop.csv'), ...IMPORT, '--images', at('empty-folder'), '--report', at('shop.csv')],
    /Cannot write a report to ".*shop\.csv" as that file is no report and would be lost: name another/,
  ],
  [
    'a folder for the report',
    () => ['preflight', at('empty-folder'), '--report', at('empty-folder')],
    /Cannot write ".*empty-folder" as it must be a file: it is a folder; name a file/,
  ],
  [
    'an empty file to write',
    () => ['build', at('shop.csv'), '-o', ''],
    /as -o, --output <file> must not be empty: give a value, or leave it out/,
  ],
  [
    'an empty file for the report',
    () => ['preflight', at('empty-folder'), '--report', ''],
    /as --report <file> must not be empty/,
  ],
  ['standard input twice', () => ['lint', '-', '-'], /too many arguments for 'lint'/],
  [
    'a format that there is not',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--format', 'xml'],
    /'xml' is invalid\. Allowed choices are csv, tsv, jsonl, json, xlsx, meta/,
  ],
  [
    'an encoding that there is not',
    () => ['build', at('shop.csv'), '-o', at('o.meta'), '--encoding', 'klingon'],
    /'klingon' is invalid\. It must be one of utf8/,
  ],
  ['a state called -', () => ['report', '-', '-o', at('x.html')], /<state> must have a name: "-" stands for/],
  [
    'a folder for repairs called -',
    () => ['preflight', at('a.meta'), '--repair', '-'],
    /--repair <dir> must have a name: .*such as \.\/-/,
  ],
  [
    'a report called - where results are printed',
    () => ['import', at('shop.csv'), ...IMPORT, '--report', '-'],
    /--report <file> must have a name/,
  ],
  [
    'a list of URLs called -',
    () => ['import', '--from', 'urls:-', '--to', 'oss://a-bucket/a', ...ACCOUNT],
    /--from <address> must have a name: "urls:-" stands for/,
  ],
  ['a file without a name', () => ['lint', ''], /Cannot run lint as <file> must not be empty: give a value/],
  [
    'a report on standard output with --json',
    () => ['report', at('empty-folder'), '-o', '-', '--json'],
    /--json prints there: name a file with --output/,
  ],
  [
    'an address of S3 as a path',
    () => ['preflight', 's3://shop/images'],
    /Cannot check s3:\/\/shop\/images as it is no path: give it as --from s3:\/\/shop\/images/,
  ],
  [
    'a filter without a listing',
    () => ['preflight', at('empty-folder'), '--include', '*.jpg'],
    /--max-size, --include and --exclude choose among the objects that --from lists: leave them out/,
  ],
  [
    'a list of images of which one has no size',
    () => [
      ...['plan-migration', at('sizes.jsonl'), '--to', 'oss://a-bucket/a', '--region', 'cn-shanghai'],
      ...['-o', at('plan'), '--megabits-per-second', '9'],
    ],
    /sizes\.jsonl:2 as it must be JSON with "name" and "bytes"/,
  ],
  [
    'a catalogue as the plan of a sync',
    () => ['sync', '--plan', at('shop.csv'), ...IMPORT],
    /the plan ".*shop\.csv" as it must be as a dry run has written it: its first line is no JSON; make a new plan/,
  ],
  [
    'a queue for an import without a state',
    () => ['import', at('shop.csv'), ...IMPORT, '--queue', 'redis://127.0.0.1:1'],
    /Cannot import as '--queue' needs a '--state'/,
  ],
  ['nothing to check', () => ['preflight'], /none are given: name paths, or --from/],
  [
    'a folder without a state to report',
    () => ['report', at('empty-folder'), '--output', at('x.html')],
    /as it holds no import and no sync: name the folder that an import or a sync was given as its state/,
  ],
  [
    'a language that there is not',
    () => ['report', at('empty-folder'), '--output', at('x.html'), '--lang', 'de'],
    /'de' is invalid\. Allowed choices are en, zh/,
  ],
  ['a sync of nothing', () => ['sync', ...IMPORT], /either a catalogue or --plan must be given/],
  [
    'an undo of what is no sync',
    () => ['undo', at('empty-folder'), ...IMPORT],
    /must be the state of a sync that has changed a gallery: it has no before\.jsonl; name the folder that a sync was given as its state/,
  ],
  [
    'a catalogue to verify that is not there',
    () => ['verify', at('x.csv'), ...ACCOUNT],
    /x\.csv: there is no such file or folder \[ENOENT\]\nCheck its name/,
  ],
  [
    'a picture that is not there',
    () => ['search', at('x.jpg'), ...ACCOUNT],
    /x\.jpg: there is no such file or folder \[ENOENT\]\nCheck its name/,
  ],
  [
    'a folder to upload that is not there',
    () => ['upload', at('x'), 'oss://a-bucket/a', '--region', 'cn-shanghai'],
    /x: there is no such file or folder \[ENOENT\]\nCheck its name/,
  ],
  [
    'a port that there is not',
    () => ['emulator', '--port', '99999'],
    /'99999' is invalid\. It must be a whole number from 0 to 65535/,
  ],
  [
    'a queue that is none',
    () => ['worker', '--queue', 'ftp://host', '--state', at('empty-folder')],
    /'--queue' must be a URL such as redis:\/\/HOST.*: current value is "ftp:\/\/…"/,
  ],
];

/** Catalogues from which nothing can be made: the data has problems, and not the command. */
const UNREADABLE: readonly (readonly [string, string, RegExp])[] = [
  ['is empty', 'empty.csv', /"\S*empty\.csv" as it is empty: its first line must name the columns/],
  ['has no column that is known', 'odd.csv', /it is "foo \| bar"\. Check the header.*--column ProductId=…/],
  ['needs a column to be named', 'pic.csv', /Did you mean "pic"\? Say so with --column Image=pic/],
  ['is no workbook', 'no.xlsx', /as it is no workbook of Excel.*export the catalogue as CSV/],
  ['is cut short', 'cut.jsonl', /cut\.jsonl:1 error CATALOGUE_UNREADABLE The line is not JSON/],
  ['is a folder without images', 'empty-folder', /as it has no row: it is empty/],
];

describe('what is typed by mistake', () => {
  it.each(MISUSES)('is named, with the next step: %s', async (_, args, says) => {
    const { code, stdout, stderr } = await runHere(args(), { folder });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m); // no stack trace
    expect(existsSync('-')).toBe(false);
    expect(code).toBe(2);
    expect(stdout === '' || args().includes('--json')).toBe(true);
  });

  it.each(MISUSES)('has a code and advice for programs: %s', async (_, args) => {
    const typed = args();
    if (typed.length === 0) return; // the help alone
    const { code, stdout } = await runHere([...typed, '--json'], { folder });
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      error: { code: string; message: string; advice: string };
    };
    expect([code, typeof last.error.advice]).toEqual([2, 'string']);
    expect(await explainCode(last.error.code)).toBeDefined();
    expect(last.error.message).not.toMatch(/^error:|undefined/);
  });

  it('has a code for programs, when a catalogue cannot be read', async () => {
    const codeOf = async (name: string) => {
      const args = ['build', at(name), '-o', at('unmade.meta'), '--json'];
      const { stdout } = await runHere(args, { folder });
      return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').error.code;
    };
    expect([await codeOf('empty.csv'), await codeOf('odd.csv')]).toEqual([
      'CATALOGUE_EMPTY',
      'CATALOGUE_UNREADABLE',
    ]);
  });

  it.each(UNREADABLE)('is named, when a catalogue %s', async (_, name, says) => {
    const { code, stdout, stderr } = await runHere(['build', at(name), '-o', at('unmade.meta')], { folder });
    expect(`${stdout}${stderr}`).toMatch(says);
    expect(code).toBe(1);
    expect(existsSync(at('unmade.meta'))).toBe(false);
  });

  it('is named, when another program listens on the port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runHere(['emulator', '--port', String(port)]);
    expect(stderr).toMatch(/the port is in use \[EADDRINUSE\]\nEnd what listens there, or choose another/);
    expect(code).toBe(2);
    server.close();
  });

  it('is named, when another process has the state', async () => {
    const state = at('in-use');
    await using _ = await Journal.open(join(state, 'journal.jsonl'), { kind: 'import', version: 2 });
    const args = ['import', at('shop.csv'), ...IMPORT, '--images', at('empty-folder'), '--state', state];
    const { code, stderr } = await runHere(args, { folder });
    expect(stderr).toMatch(
      /in-use.*one owner at a time may have it: it is held by process \d+.*close it there/,
    );
    expect(code).toBe(2);
  });
});
