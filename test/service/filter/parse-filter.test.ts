import { describe, expect, it } from 'vitest';
import type { FilteredImage } from '../../../src/service/filter/filter-conditions.ts';
import { parseFilter } from '../../../src/service/filter/parse-filter.ts';
import fc from '../../support/properties.ts';

/** Whether the image keeps the clause, or what is wrong with the clause. */
function ask(clause: string, attributes: FilteredImage): boolean | string {
  const filter = parseFilter(clause);
  return 'fault' in filter ? filter.fault : filter.matches(attributes);
}

describe('parseFilter()', () => {
  it.each<[string, FilteredImage, FilteredImage]>([
    // the examples of the help page "Filter conditions"
    ['int_attr>=100', { IntAttr: 100 }, { IntAttr: 99 }],
    ['str_attr!="value1"', { StrAttr: 'value2' }, { StrAttr: 'value1' }],
    [
      'int_attr=1000 AND str_attr="value1"',
      { IntAttr: 1000, StrAttr: 'value1' },
      { IntAttr: 1000, StrAttr: 'value2' },
    ],
    [
      'intAttr = 1000 AND intAttr2 = 200 AND strAttr = "str2345" AND strAttr2="str9999"',
      { IntAttr: 1000, IntAttr2: 200, StrAttr: 'str2345', StrAttr2: 'str9999' },
      { IntAttr: 1000, IntAttr2: 201, StrAttr: 'str2345', StrAttr2: 'str9999' },
    ],
    // each operator at its edge
    ['int_attr4 > -1', { IntAttr4: 0 }, { IntAttr4: -1 }],
    ['int_attr4 < -1', { IntAttr4: -2 }, { IntAttr4: -1 }],
    ['int_attr4 <= -1', { IntAttr4: -1 }, { IntAttr4: 0 }],
    ['int_attr in (1, 2)', { IntAttr: 2 }, { IntAttr: 3 }],
    ['int_attr not in (1, 2)', { IntAttr: 3 }, { IntAttr: 2 }],
    ['str_attr3 in ("a","b")', { StrAttr3: 'b' }, { StrAttr3: 'ab' }],
    ['str_attr3 not in ("a")', { StrAttr3: 'b' }, { StrAttr3: 'a' }],
    // texts are taken as they stand
    ['str_attr = " AND \'(蓝)\' "', { StrAttr: " AND '(蓝)' " }, { StrAttr: "AND '(蓝)'" }],
    ['str_attr = ""', { StrAttr: '' }, { StrAttr: ' ' }],
    // our choices
    ['int_attr=1 or int_attr=2 and int_attr2=3', { IntAttr: 1 }, { IntAttr: 2, IntAttr2: 4 }],
    ['(int_attr=1 OR int_attr=2) AND int_attr2=3', { IntAttr: 1, IntAttr2: 3 }, { IntAttr: 1 }],
  ])('understands %s', (clause, kept, left) => {
    expect(ask(clause, kept)).toBe(true);
    expect(ask(clause, left)).toBe(false);
  });

  it.each(['str_attr != "a"', 'str_attr not in ("a")', 'int_attr < 1', 'int_attr not in (1)'])(
    'lets an image without the attribute out when the clause is %s',
    (clause) => {
      expect(ask(clause, {})).toBe(false);
    },
  );

  it.each([
    ['nothing is there', ''],
    ['only spaces are there', '  '],
    ['the attribute is unknown', 'price > 1'],
    ['the attribute has a number that is not there', 'int_attr5 = 1'],
    ['the attribute is spelled as in increment.meta', 'IntAttr = 1'],
    ['an integer is compared by !=', 'int_attr != 1'],
    ['a text is compared by >', 'str_attr > "a"'],
    ['a text stands where an integer belongs', 'int_attr = "1"'],
    ['an integer stands where a text belongs', 'str_attr = 1'],
    ['a text has single quotes', "str_attr = 'a'"],
    ['a text does not end', 'str_attr = "a'],
    ['an integer has a fraction', 'int_attr = 1.5'],
    ['the value is missing', 'int_attr ='],
    ['the second condition is missing', 'int_attr = 1 AND'],
    ['AND is missing', 'int_attr = 1 int_attr2 = 2'],
    ['a list is empty', 'int_attr in ()'],
    ['a list has a comma too many', 'int_attr in (1,)'],
    ['a list has no parentheses', 'int_attr in 1'],
    ['a parenthesis is never closed', '(int_attr = 1'],
    ['a parenthesis is never opened', 'int_attr = 1)'],
    ['not stands alone', 'int_attr not 1'],
    ['parentheses lie 51 deep', `${'('.repeat(51)}int_attr = 1${')'.repeat(51)}`],
    ['it has 4,097 characters', `int_attr = 1${' '.repeat(4085)}`],
  ])('says what is wrong when %s', (_, clause) => {
    expect(ask(clause, {})).toMatch(/^The filter (needs|ends|has) .+/);
  });

  it('takes 4,096 characters, and parentheses 50 deep', () => {
    expect(ask(`int_attr = 1${' '.repeat(4084)}`, { IntAttr: 1 })).toBe(true);
    expect(ask(`${'('.repeat(50)}int_attr = 1${')'.repeat(50)}`, { IntAttr: 1 })).toBe(true);
  });

  it('tells the place of the fault', () => {
    expect(ask('int_attr = 1 AND  price = 2', {})).toMatch(/at character 19$/);
  });
});

/** A condition as a tree, to be written out and worked out apart from the parser. */
type Tree =
  | { readonly field: 'IntAttr' | 'IntAttr3'; readonly sign: string; readonly value: number }
  | { readonly field: 'StrAttr'; readonly sign: string; readonly value: string }
  | { readonly field: 'IntAttr2'; readonly not: boolean; readonly list: readonly number[] }
  | { readonly join: 'AND' | 'OR'; readonly parts: readonly Tree[] };

const small = fc.integer({ min: -2, max: 2 });
const word = fc.constantFrom('', 'a', 'b', 'a b');
const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
  leaf: fc.oneof(
    fc.record({
      field: fc.constantFrom('IntAttr' as const, 'IntAttr3' as const),
      sign: fc.constantFrom('>', '>=', '<', '<=', '='),
      value: small,
    }),
    fc.record({ field: fc.constant('StrAttr' as const), sign: fc.constantFrom('=', '!='), value: word }),
    fc.record({
      field: fc.constant('IntAttr2' as const),
      not: fc.boolean(),
      list: fc.array(small, { minLength: 1, maxLength: 3 }),
    }),
  ),
  node: fc.record({
    join: fc.constantFrom('AND' as const, 'OR' as const),
    parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
  }),
}));

const NAMES = { IntAttr: 'int_attr', IntAttr2: 'intAttr2', IntAttr3: 'int_attr3', StrAttr: 'str_attr' };

/** With no more parentheses than it needs when AND binds closer than OR. */
function write(node: Tree): string {
  if ('parts' in node) {
    const loose = (part: Tree) => node.join === 'AND' && 'join' in part && part.join === 'OR';
    return node.parts
      .map((part) => (loose(part) ? `( ${write(part)} )` : write(part)))
      .join(` ${node.join} `);
  }
  if ('list' in node) return `${NAMES[node.field]} ${node.not ? 'not in' : 'in'} (${node.list.join(', ')})`;
  return `${NAMES[node.field]}${node.sign}${JSON.stringify(node.value)}`;
}

function holds(node: Tree, record: FilteredImage): boolean {
  if ('parts' in node) {
    const kept = node.parts.map((part) => holds(part, record));
    return node.join === 'AND' ? !kept.includes(false) : kept.includes(true);
  }
  const value = record[node.field] as number | undefined; // or a text, in its field alone
  if (value === undefined) return false;
  if ('list' in node) return node.list.includes(value) === !node.not;
  const [low, high] = [value < (node.value as number), value > (node.value as number)];
  return { '>': high, '>=': !low, '<': low, '<=': !high, '=': !low && !high, '!=': low || high }[
    node.sign as '='
  ];
}

describe('parseFilter(), of any clause', () => {
  const record = fc.record(
    { IntAttr: small, IntAttr2: small, IntAttr3: small, StrAttr: word },
    { requiredKeys: [] },
  );

  it('means what the tree means that it was written from', () => {
    fc.assert(
      fc.property(tree, fc.array(record, { minLength: 1, maxLength: 5 }), (node, records) => {
        const filter = parseFilter(write(node));
        if ('fault' in filter) expect.fail(`${write(node)}: ${filter.fault}`);
        for (const one of records) expect(filter.matches(one)).toBe(holds(node, one));
      }),
      { numRuns: 500 },
    );
  });

  it('answers with a filter or with a fault, and throws nothing', () => {
    const piece = fc.constantFrom(
      'int_attr',
      'str_attr',
      '=',
      '>=',
      '!',
      '1',
      '"a"',
      '"',
      '(',
      ')',
      ',',
      'in',
      'not',
      'AND',
      'OR',
      ' ',
      '\u0000',
      '蓝',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const filter = parseFilter(pieces.join(' '));
        if ('fault' in filter) expect(filter.fault).not.toBe('');
        else expect(typeof filter.matches({})).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
