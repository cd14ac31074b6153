/** The attributes of an image, by the names of the service. */
export type FilteredImage = Readonly<Record<string, unknown>>;

/** Whether an image matches a filter. */
export type Matches = (image: FilteredImage) => boolean;

type Value = number | string;
type Compare = (value: Value, wanted: Value) => boolean;

export type AttributeKind = 'number' | 'text';

/** The operators of each kind of attribute (help page "Filter conditions", Jan 21 2026): an integer has no `!=`. */
export const OPERATORS: Readonly<Record<AttributeKind, Readonly<Record<string, Compare>>>> = {
  number: {
    '>': (value, wanted) => value > wanted,
    '>=': (value, wanted) => value >= wanted,
    '<': (value, wanted) => value < wanted,
    '<=': (value, wanted) => value <= wanted,
    '=': (value, wanted) => value === wanted,
  },
  text: {
    '=': (value, wanted) => value === wanted,
    '!=': (value, wanted) => value !== wanted,
  },
};

export interface FilterField {
  readonly name: `${'IntAttr' | 'StrAttr'}${'' | 2 | 3 | 4}`;
  readonly kind: AttributeKind;
}

/** By their two documented spellings, `int_attr2` and `intAttr2`. */
export const FILTER_FIELDS: ReadonlyMap<string, FilterField> = new Map(
  (['', 2, 3, 4] as const).flatMap((n): (readonly [string, FilterField])[] => [
    [`int_attr${n}`, { name: `IntAttr${n}`, kind: 'number' }],
    [`intAttr${n}`, { name: `IntAttr${n}`, kind: 'number' }],
    [`str_attr${n}`, { name: `StrAttr${n}`, kind: 'text' }],
    [`strAttr${n}`, { name: `StrAttr${n}`, kind: 'text' }],
  ]),
);

/** No condition holds for an image that lacks the attribute, not even `!=` and `not in`: our choice. */
export const condition =
  ({ name }: FilterField, holds: (value: Value) => boolean): Matches =>
  (image) => {
    const value = image[name] as Value | undefined; // the rules have checked its type
    return value !== undefined && holds(value);
  };
