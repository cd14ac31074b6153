import type { MetaOptions } from '../../../src/meta/meta-options.ts';
import type { Severity } from '../../../src/shared/issue.ts';

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
