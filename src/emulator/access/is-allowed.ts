import type { RamPolicy, RamStatement } from '../../service/ram-policy.ts';
import { isLike } from './is-like.ts';

/** What a request needs a right to. */
export interface NeededRight {
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** Such as `acs:oss:cn-shanghai:1000000000000000:my-bucket/spring/a.jpg`. */
  readonly resource: string;
  /** What conditions can ask about, by their keys. A condition on another key does not hold. */
  readonly facts?: Readonly<Record<string, string>> | undefined;
}

/** Whether a policy gives a right: a Deny counts before every Allow. Without a policy, the owner of the account has every right. */
export function isAllowed(policy: RamPolicy | undefined, right: NeededRight): boolean {
  if (policy === undefined) return true;
  const effects = policy.Statement.filter((statement) => applies(statement, right)).map(
    ({ Effect }) => Effect,
  );
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** The operators of conditions: whether a fact fits one value. */
export const CONDITION_OPERATORS: Readonly<Record<string, (fact: string, value: string) => boolean>> = {
  StringEquals: (fact, value) => fact === value,
  StringLike: isLike,
};

function applies({ Action, Resource, Condition = {} }: RamStatement, right: NeededRight): boolean {
  const { action, resource, facts = {} } = right;
  if (!listed(Action).some((pattern) => isLike(action, pattern))) return false;
  if (!listed(Resource).some((pattern) => isLike(resource, pattern))) return false;
  return Object.entries(Condition).every(([operator, values]) =>
    Object.entries(values).every(([key, value]) => {
      const fact = facts[key];
      return fact !== undefined && listed(value).some((one) => CONDITION_OPERATORS[operator]?.(fact, one));
    }),
  );
}

export const listed = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;
