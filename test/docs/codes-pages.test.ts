import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { explainCode, explainedCodes } from '../../src/cli/explain/explain-code.ts';
import { ADVICE_TEXTS } from '../../src/cli/explain/texts/advice-texts.ts';
import { CATALOGUE_TEXTS } from '../../src/cli/explain/texts/catalogue-texts.ts';
import { IMAGE_TEXTS } from '../../src/cli/explain/texts/image-texts.ts';
import { GATEWAY_TEXTS, IMAGE_SEARCH_TEXTS } from '../../src/cli/explain/texts/service-texts.ts';
import { SOURCE_TEXTS } from '../../src/cli/explain/texts/source-texts.ts';
import {
  adviceFor,
  IMAGE_RULES,
  ImageValidator,
  type ImageValidatorOptions,
  MIGRATION_RULES,
  readCatalogue,
  remedyOf,
  type ValidateOptions,
} from '../../src/index.ts';
import { META_ISSUES } from '../../src/meta/index.ts';
import { IMAGE_SEARCH_CODES } from '../../src/service/errors/image-search-codes.ts';
import { FAILURE_REASONS } from '../../src/task/failures/failure-reasons.ts';
import { CODE_PAGES, codesPage } from './codes-pages.ts';

interface ImageExample {
  readonly image: Uint8Array | string;
  readonly options?: ImageValidatorOptions;
  readonly of?: ValidateOptions;
}

const jpeg = (width = 200, height = 200) => makeImage({ format: 'jpeg', width, height });
const padded = async (bytes: number) => Buffer.concat([await jpeg(), Buffer.alloc(bytes)]).subarray(0, bytes);

/** Images whose message is the example of the code. */
const IMAGE_EXAMPLES = {
  IMAGE_MISSING: async () => ({ image: join(tmpdir(), 'there-is-no-such-image.jpg') }),
  IMAGE_FORMAT_UNSUPPORTED: async () => ({ image: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }),
  IMAGE_REGION_OUTSIDE: async () => ({
    image: await jpeg(),
    of: { region: { x1: 0, x2: 201, y1: 0, y2: 100 } },
  }),
  IMAGE_EMPTY: async () => ({ image: new Uint8Array() }),
  IMAGE_END_MISSING: async () => ({ image: (await jpeg()).subarray(0, -2) }),
  IMAGE_TOO_LARGE: async () => ({ image: await padded(4_194_305) }),
  IMAGE_SIDE_TOO_SHORT: async () => ({ image: await jpeg(99) }),
  IMAGE_SIDE_TOO_LONG: async () => ({ image: await jpeg(4097) }),
  IMAGE_EXTENSION_MISMATCH: async () => ({ image: await jpeg(), of: { name: 'shoe.png' } }),
  IMAGE_EXTENSION_UNKNOWN: async () => ({ image: await jpeg(), of: { name: 'shoe.red' } }),
  IMAGE_TOO_SLOW: async () => ({ image: await padded(1_000_000), options: { megabitsPerSecond: 1 } }),
} satisfies Record<string, () => Promise<ImageExample>>;

const PAGES = CODE_PAGES.flatMap((name) => [
  [`docs/codes/${name}.md`, name, 'en'] as const,
  [`docs/zh/codes/${name}.md`, name, 'zh'] as const,
]);

test.each(PAGES)('%s is what the tables of codes say', async (path, name, language) => {
  // `npx vitest run test/docs -u` writes it anew
  await expect(await codesPage(name, language)).toMatchFileSnapshot(`../../${path}`);
});

describe('every code', () => {
  it.each(explainedCodes())('%s has cause, remedy, source and example in both languages', async (code) => {
    const [en, zh] = await Promise.all([explainCode(code, 'en'), explainCode(code, 'zh')]);
    for (const text of [en?.means, en?.remedy, en?.source]) {
      expect(text).toMatch(/[a-z]{2}/);
      expect(text).not.toMatch(/\p{Script=Han}/u);
    }
    for (const text of [zh?.means, zh?.remedy, zh?.source]) expect(text).toMatch(/\p{Script=Han}|int32$/u);
    expect(en?.remedy).not.toBe('No document lists this code: look at the message.');
    expect(en?.bad).toBe(zh?.bad);
    expect(en?.bad).toBeTypeOf('string'); // an example may be an empty file
    expect(en?.good).not.toBe(en?.bad);
  });

  it('has the same advice in both languages, when it is of a service', async () => {
    for (const code of [...Object.keys(IMAGE_SEARCH_TEXTS), ...Object.keys(GATEWAY_TEXTS)]) {
      const { advice = '' } = adviceFor(code);
      expect((await explainCode(code, 'en'))?.remedy).toBe(advice);
      expect((await explainCode(code, 'zh'))?.remedy).toBe(ADVICE_TEXTS[advice]);
    }
  });

  it('says to wait for the running task, when the service allows one at a time', async () => {
    for (const code of ['Console.IncrementStatusError', 'Console.TaskAlreadyExist']) {
      expect((await explainCode(code))?.remedy).toMatch(/runs at a time per instance: wait/);
      expect(FAILURE_REASONS[code]?.advice).toMatch(/^Wait until the running task has ended/);
      expect(remedyOf(code, 'en')).toMatch(/^Wait until the running task has ended/);
    }
  });

  it('of Image Search is explained, and no other one', () => {
    const codes = IMAGE_SEARCH_CODES.flatMap((row) => row.codes);
    expect(new Set(Object.keys(IMAGE_SEARCH_TEXTS))).toEqual(new Set(codes));
    const known = { ...IMAGE_SEARCH_TEXTS, ...GATEWAY_TEXTS };
    expect(Object.keys(FAILURE_REASONS).filter((code) => !Object.hasOwn(known, code))).toEqual([]);
  });

  it('has its source in Chinese, and no source is translated that there is not', () => {
    const sources = [IMAGE_RULES, MIGRATION_RULES, META_ISSUES].flatMap((rules) =>
      Object.values<{ readonly source: string }>(rules).map(({ source }) => source),
    );
    expect(new Set(Object.keys(SOURCE_TEXTS))).toEqual(new Set(sources.filter((source) => source !== '')));
  });

  it.each(Object.entries(CATALOGUE_TEXTS))(
    '%s is what its example of a catalogue has',
    async (code, { example }) => {
      const isObject = example.startsWith('[');
      const reading = isObject
        ? readCatalogue([{ productId: 1000, image: new Uint8Array(8) }])
        : readCatalogue(
            { bytes: [Buffer.from(`${example}\n`)] },
            { format: example.startsWith('{') ? 'jsonl' : 'csv' },
          );
      const found: string[] = [];
      for await (const { issues } of reading) found.push(...issues.map((issue) => issue.code));
      expect(found).toContain(code);
    },
  );

  it.each(Object.entries(IMAGE_EXAMPLES))('%s is what its example of an image has', async (code, make) => {
    const { image, options, of }: ImageExample = await make();
    const { issues } = await new ImageValidator(options).validate(image, of);
    const found = issues.find((issue) => issue.code === code)?.message;
    expect(found).toBe(IMAGE_TEXTS[code as keyof typeof IMAGE_EXAMPLES].example);
  });
});
