import { describe, expect, it } from 'vitest';
import { FailureLines, readFailure } from '../../../src/task/failures/failure-line.ts';
import { FAILURE_REASONS, reasonOf } from '../../../src/task/failures/failure-reasons.ts';
import { retryPlan } from '../../../src/task/failures/retry-plan.ts';
import fc from '../../support/properties.ts';

const UNKNOWN = {
  line: undefined,
  productId: undefined,
  picName: undefined,
  code: undefined,
  message: undefined,
  ...reasonOf(undefined),
};

async function readAll(lines: readonly string[]) {
  const reader = new FailureLines();
  const found = [];
  for (const line of lines) found.push(await reader.read(line));
  return found.flat();
}

describe('a file of failures', () => {
  it.each([
    ['commas', ',', '"'],
    ['tabs', '\t', ''],
    ['semicolons', ';', '"'],
  ])('is read as a table when its first line names our facts, with %s', async (_, comma, quote) => {
    const row = (...cells: string[]) => cells.map((cell) => `${quote}${cell}${quote}`).join(comma);
    const lines = [
      row('Line No', 'Product ID', 'Pic-Name', 'Error Code', 'Error Msg'),
      row('2', '1001', 'a.jpg', 'PicNotExist', 'not there'),
      row('', '1002', 'b.jpg', '', ''),
    ];
    expect(await readAll(lines)).toEqual([
      {
        line: 2,
        productId: '1001',
        picName: 'a.jpg',
        code: 'PicNotExist',
        message: 'not there',
        ...FAILURE_REASONS['PicNotExist'],
        raw: lines[1],
      },
      {
        line: undefined,
        productId: '1002',
        picName: 'b.jpg',
        code: undefined,
        message: undefined,
        ...reasonOf(undefined),
        raw: lines[2],
      },
    ]);
  });

  it('keeps commas, quotes and other languages in cells', async () => {
    const [failure] = await readAll(['ProductId,PicName,Message', '"1,0","图 ""片"".jpg","a, b"']);
    expect(failure).toMatchObject({ productId: '1,0', picName: '图 "片".jpg', message: 'a, b' });
  });

  it.each([
    ['a row of other columns', 'PicNotExist,line 7'],
    ['a row whose quotes do not close', '"1001,a.jpg,PicNotExist line 7'],
  ])('keeps %s as it came, and what can be told of it for sure', async (_, row) => {
    const [failure] = await readAll(['ProductId,PicName,Code', row]);
    expect(failure).toMatchObject({ raw: row, line: 7, code: 'PicNotExist', productId: undefined });
  });

  it.each([
    ['one line', ['[{"Line":1,"Code":"RegionError"},{"Line":2,"Code":"PicNotExist"}]'], [1, 2]],
    ['no line of failures', ['[]'], []],
    ['a list of something else', ['[1,2]'], [undefined]],
  ])('is read as a list in JSON when that is %s', async (_, lines, numbers) => {
    const found = await readAll(lines);
    expect(found.map(({ line }) => line)).toEqual(numbers);
  });

  it('is no table when its first line is a failure', async () => {
    for (const first of ['{"Code":"PicNotExist","Line":3}', 'line 3: PicNotExist', 'product, image'])
      expect(await readAll([first])).toHaveLength(first === 'product, image' ? 0 : 1);
  });

  it('gives a failure for each line that is no header, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ minLength: 1 }), { maxLength: 8 }), async (lines) => {
        const found = await readAll(['{"Code":"x"}', ...lines]);
        expect(found.map(({ raw }) => raw)).toEqual(['{"Code":"x"}', ...lines]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('readFailure() of a text', () => {
  it.each([
    ['line 12: PicNotExist: no object', 12, 'PicNotExist'],
    ['Line #4 InvalidCategory', 4, 'InvalidCategory'],
    ['error at line no. 5', 5, undefined],
    ['It is PictureError.', undefined, 'PictureError'],
    ['line 5: NeverHeardOf: of which nobody knows', 5, 'NeverHeardOf'],
    ['line 5: never heard of: nobody knows', 5, undefined],
    ['1001 a.jpg UnsupportedPicPixels', undefined, 'UnsupportedPicPixels'],
    ['outline 7 of girl-line.jpg', undefined, undefined],
    ['constructor', undefined, undefined],
  ])('tells of the text %j what is sure', (raw, line, code) => {
    expect(readFailure(raw)).toMatchObject({ raw, line, code, productId: undefined, picName: undefined });
  });
});

describe('retryPlan()', () => {
  it('puts every failure into one of three, by its code, and guesses nothing', async () => {
    const codes = [
      'TimeoutForTransferImage',
      'IncorrectOrientation',
      'InstanceOverQuota',
      'Whatever',
      'toString',
    ];
    const failures = [...codes, undefined].map((code) => readFailure(JSON.stringify({ code })));
    const plan = await retryPlan(failures);
    expect(plan.retry.map(({ code }) => code)).toEqual(['TimeoutForTransferImage']);
    expect(plan.repair.map(({ code }) => code)).toEqual(['IncorrectOrientation']);
    expect(plan.giveUp.map(({ code }) => code)).toEqual([
      'InstanceOverQuota',
      'Whatever',
      'toString',
      undefined,
    ]);
    expect(plan.repair[0]?.advice).toContain('upright');
    expect(plan.giveUp[1]?.advice).toContain('No document lists');
  });

  it('takes failures as they come', async () => {
    const plan = await retryPlan(
      (async function* () {
        yield readFailure('{"code":"InternalError"}');
      })(),
    );
    expect(plan).toMatchObject({ retry: [{ code: 'InternalError' }], repair: [], giveUp: [] });
  });
});

describe('readFailure() of an object', () => {
  const whole = {
    line: 3,
    productId: 'P1',
    picName: 'a.jpg',
    code: 'InvalidPicContent',
    message: 'too large',
  };

  it.each([
    [
      'as our emulator spells them',
      { Line: 3, ProductId: 'P1', PicName: 'a.jpg', Code: 'InvalidPicContent', Message: 'too large' },
    ],
    [
      'in camel case',
      { lineNo: 3, productId: 'P1', picName: 'a.jpg', errorCode: 'InvalidPicContent', errorMsg: 'too large' },
    ],
    [
      'in snake case',
      {
        line_number: '3',
        product_id: 'P1',
        pic_name: 'a.jpg',
        error_code: 'InvalidPicContent',
        msg: 'too large',
      },
    ],
    [
      'as the API of 2019 did',
      { ROW: '3', item_id: 'P1', Image_Name: 'a.jpg', ErrCode: 'InvalidPicContent', Reason: 'too large' },
    ],
  ])('reads every fact when the keys are spelled %s', (_, object) => {
    const raw = JSON.stringify(object);
    const reason = FAILURE_REASONS['InvalidPicContent'];
    expect(readFailure(raw)).toEqual({ ...whole, ...reason, raw });
  });

  it('takes the next likely key when one is null', () => {
    expect(readFailure('{"Code":null,"ErrorCode":"X"}').code).toBe('X');
  });

  it.each([
    ['a number', '{"Code":4001,"ProductId":17}', { code: '4001', productId: '17' }],
    ['an object', '{"Error":{"Type":"X"}}', { message: '{"Type":"X"}' }],
    ['zero', '{"Line":0}', { line: undefined }],
    ['a fraction', '{"Line":1.5}', { line: undefined }],
    ['a word', '{"Line":"first"}', { line: undefined }],
    ['an empty text', '{"Line":"","Message":""}', { line: undefined, message: '' }],
  ])('makes text or nothing of %s', (_, raw, facts) => {
    expect(readFailure(raw)).toEqual({ ...UNKNOWN, ...facts, raw });
  });

  it.each(['a.jpg: something else', 'P1,a.jpg,whatever', '["P1","a.jpg"]', '"text"', '17', 'null', '{'])(
    'keeps a line verbatim when it is not an object: %s',
    (raw) => expect(readFailure(raw)).toEqual({ ...UNKNOWN, raw }),
  );
});
