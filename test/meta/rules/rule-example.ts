import type { MetaOptions } from '../../../src/meta/model/meta-options.ts';
import type { Severity } from '../../../src/shared/errors/issue.ts';

/** A line by its differences from one that passes every rule; undefined takes a field out. */
type Difference = Readonly<Record<string, unknown>>;

export interface RuleExamples {
  readonly code: string;
  readonly field: string;
  readonly documented: Severity;
  readonly strict: Severity;
  readonly bad: readonly Difference[];
  /** Lines that this rule has nothing against; another rule may. */
  readonly good: readonly Difference[];
  /** Where the rule is asked. @default everywhere */
  readonly options?: MetaOptions;
  /** What the message names. @default the field */
  readonly names?: string;
}

export const GOOD_LINE = {
  OperationType: 'ADD',
  ProductId: '1000',
  PicName: 'shoe.jpg',
  CustomContent: 'k1:v1',
} as const;

export const DELETE = { OperationType: 'DELETE', CustomContent: undefined };
export const error = { documented: 'error', strict: 'error' } as const;
export const warning = { documented: 'warning', strict: 'warning' } as const;
export const strictOnly = { documented: 'warning', strict: 'error' } as const;

/** Halves of surrogate pairs, alone and beside the whole characters that they are half of. */
export const lone = (field: string, after = ''): RuleExamples => ({
  code: 'META_LONE_SURROGATE',
  field,
  ...error,
  bad: [
    '\ud800',
    '\udbff',
    '\udc00',
    '\udfff',
    '商\ud83d',
    '😀\ude00',
    '\ude00\ud83d',
    '\ud83d😀',
    'a\ud83d a',
  ].map((text) => ({ [field]: `${text}${after}` })),
  good: ['😀', '商😀品', '\u{10000}', '\u{10ffff}', '\ud7ff', '\ue000', '\\ud800', '\ufffd'].map((text) => ({
    [field]: `${text}${after}`,
  })),
});
