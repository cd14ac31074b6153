import { expect, test } from 'vitest';
import { ExportAccount } from '../../src/gallery/export/export-account.ts';
import { readExport } from '../../src/gallery/export/read-export.ts';
import { heldLine, toBytes, writtenLine } from '../../src/import/compare/compared-line.ts';
import fc from '../support/properties.ts';

const anyText = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('"a"', '"红 é"', '""', '"a,b:{}"') },
  fc.constantFrom(
    '""',
    '"a"',
    '"红 é"',
    '"\ud83d\ude00"',
    '"a,b:{}"',
    '"\u2028\u007f"',
    '"a\\"b"',
    '"\\u7ea2"',
    '"a\tb"',
  ),
  fc.constantFrom('"1', 'null', '5', '[]', 'true', "'a'", ''),
);
const anyInteger = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('0', '7', '-1', '123456789012345') },
  fc.constantFrom(
    '0',
    '7',
    '-1',
    '123456789012345',
    '1234567890123456',
    '-0',
    '01',
    '1.0',
    '1e3',
    '-',
    '"7"',
    '""',
    'null',
    'x',
  ),
);
const texts = [
  'ProductId',
  'PicName',
  'CustomContent',
  'StrAttr',
  'StrAttr2',
  'StrAttr3',
  'StrAttr4',
  'product_id',
  'Other',
];
const integers = ['CategoryId', 'IntAttr', 'IntAttr2', 'IntAttr3', 'IntAttr4', 'cat_id'];

const anyMember = fc.oneof(
  fc.tuple(fc.constantFrom(...texts), anyText),
  fc.tuple(fc.constantFrom(...integers), anyInteger),
);
const anyBlank = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(' ', '  ', '\r', '\u00a0'),
);
const names = [
  ['ProductId', '"100"'],
  ['PicName', '"红/a.jpg"'],
] as const;

/** Objects, and what looks much like one. */
const anyLine = fc
  .tuple(
    ...([fc.boolean(), fc.array(anyMember, { maxLength: 5 }), anyBlank, anyBlank, anyBlank] as const),
    fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.nat({ max: 60 })),
  )
  .map(([isNamed, others, colon, comma, after, cut]) => {
    const members = [...(isNamed ? names : []), ...others].map(
      ([name, value]) => `"${name}":${colon}${value}`,
    );
    return `{${members.join(`,${comma}`)}}${after}`.slice(0, cut);
  });

/** The same many times: whatever the order before was, it is read. */
const anyFile = fc
  .tuple(fc.array(anyLine, { minLength: 1, maxLength: 20 }), fc.constantFrom('', '\n', '\n\n'))
  .map(([lines, end]) => `{"ProductId":"1","PicName":"a.jpg"}\n${lines.join('\n')}${end}`);

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

test('an export that is handed on as it is written has the images that JSON.parse reads, and the same account', async () => {
  let regular = 0;
  await fc.assert(
    fc.asyncProperty(anyFile, async (file) => {
      const bytes = Buffer.from(file);
      const [parsed, handed] = [new ExportAccount(), new ExportAccount()];
      const [expected, found]: [string[], string[]] = [[], []];
      for await (const batch of readExport(one(bytes), parsed))
        for (const image of batch.images()) expected.push(toBytes(heldLine(image)));
      for await (const batch of readExport(one(bytes), handed))
        batch.handTo({
          hold: (image) => found.push(toBytes(heldLine(image))),
          holdWritten: (image) => {
            regular += 1;
            found.push(writtenLine(image));
          },
        });
      expect(found).toEqual(expected);
      expect(handed.summary).toEqual(parsed.summary);
    }),
    { numRuns: 3_000 },
  );
  expect(regular).toBeGreaterThan(4_000); // the lines that begin each file, and many others
});

test('an export that is not in UTF-8 ends as before when it is handed on', async () => {
  const first = Buffer.from('{"ProductId":"1","PicName":"a.jpg"}\n');
  const handed: string[] = [];
  const taker = {
    hold: () => handed.push('parsed'),
    holdWritten: () => handed.push('written'),
  };
  const read = async (rest: Buffer) => {
    const account = new ExportAccount();
    for await (const batch of readExport(one(Buffer.concat([first, rest])), account)) batch.handTo(taker);
    return account.summary;
  };
  await expect(read(Buffer.from('{"ProductId":"\xe9","PicName":"a.jpg"}\n', 'latin1'))).rejects.toMatchObject(
    {
      code: 'EXPORT_FILE_UNREADABLE',
    },
  );
  const damaged = Buffer.concat([
    Buffer.from('{"ProductId":"红","PicName":"a.jpg"}\n'),
    Buffer.from([0xff, 0x0a]),
  ]);
  expect(await read(damaged)).toMatchObject({ lines: 3, records: 2, notUnderstood: 1 });
});
