import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './run-here.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'misuse-'));
  writeFileSync(at('shop.csv'), 'ProductId,Image\n1,a.jpg\n');
  writeFileSync(at('a.meta'), '{"OperationType":"DELETE","ProductId":"1","PicName":"a.jpg"}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ACCOUNT = ['--region', 'cn-shanghai', '--instance', 'shop'];
const IMPORT = ['--images', '.', '--to', 'oss://a-bucket/a', ...ACCOUNT];

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
    'a misspelt value',
    () => ['lint', '--dialect', 'curent', 'x'],
    /--dialect .* 'curent' is invalid.*Did you mean current\?/,
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
    /x\.meta: there is no such file or folder \[ENOENT\]/,
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
    /'--column' has no option "img": did you mean 'image'\?/,
  ],
  [
    'an address without its bucket',
    () => ['import', at('shop.csv'), ...IMPORT, '--to', 'spring'],
    /must be "oss:\/\/BUCKET\/FOLDER"/,
  ],
  [
    'no images',
    () => ['import', at('shop.csv'), '--to', 'oss://a-bucket/a', ...ACCOUNT],
    /needs --images <dir> \(or IMAGESEARCH_IMAGES/,
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
];

describe('what is typed by mistake', () => {
  it.each(MISUSES)('is named, with the next step: %s', async (_, args, says) => {
    const { code, stdout, stderr } = await runHere(args(), { folder });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m); // no stack trace
    expect(code).toBe(2);
    expect(stdout === '' || args().includes('--json')).toBe(true);
  });
});
