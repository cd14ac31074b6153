import type { RamPolicy, RamStatement } from '../../service/ram-policy.ts';
import { show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { CONDITION_OPERATORS, listed } from './is-allowed.ts';

/** A user of the emulated account, who may do what the policy allows and nothing else. */
export interface EmulatedUser {
  /** The id of the user's access key. */
  readonly accessKeyId: string;
  /** The secret of the user's access key, which signs. */
  readonly accessKeySecret: string;
  /** What the user may do. What it does not allow is refused with 403. */
  readonly policy: RamPolicy;
}

const USER: OptionNames<EmulatedUser> = { accessKeyId: true, accessKeySecret: true, policy: true };
const POLICY: OptionNames<RamPolicy> = { Version: true, Statement: true };
const STATEMENT: OptionNames<RamStatement> = { Effect: true, Action: true, Resource: true, Condition: true };
/** The keys that conditions can have: RAM has more, and a policy that uses one of those would be judged wrongly. */
const CONDITION_KEYS = ['oss:Prefix'];

/**
 * Users whose policies the emulator can judge.
 *
 * @param ownerKeyId the key id of the account's owner, which no user can have
 * @throws {TypeError} for a policy that is none, or that has what the emulator does not know
 */
export function checkedUsers(users: readonly EmulatedUser[], ownerKeyId: string): readonly EmulatedUser[] {
  if (!Array.isArray(users)) throw wrong('users', 'a list', users);
  const taken = new Set([ownerKeyId]);
  return users.map((user: EmulatedUser, at) => {
    const name = `users[${at}]`;
    knownOptions(name, user, USER);
    const accessKeyId = text(`${name}.accessKeyId`, user.accessKeyId);
    const accessKeySecret = text(`${name}.accessKeySecret`, user.accessKeySecret);
    if (taken.has(accessKeyId)) throw wrong(`${name}.accessKeyId`, 'that of one user only', accessKeyId);
    taken.add(accessKeyId);
    return { accessKeyId, accessKeySecret, policy: checkedPolicy(`${name}.policy`, user.policy) };
  });
}

function checkedPolicy(name: string, policy: RamPolicy): RamPolicy {
  const { Version, Statement } = knownOptions(name, policy, POLICY);
  if (Version !== '1') throw wrong(`${name}.Version`, '"1"', Version);
  if (!Array.isArray(Statement)) throw wrong(`${name}.Statement`, 'a list', Statement);
  for (const [at, statement] of Statement.entries())
    checkStatement(
      `${name}.Statement[${at}]`,
      knownOptions(`${name}.Statement[${at}]`, statement, STATEMENT),
    );
  return policy;
}

function checkStatement(name: string, { Effect, Action, Resource, Condition = {} }: RamStatement): void {
  if (Effect !== 'Allow' && Effect !== 'Deny') throw wrong(`${name}.Effect`, '"Allow" or "Deny"', Effect);
  checkTexts(`${name}.Action`, Action);
  checkTexts(`${name}.Resource`, Resource);
  for (const [operator, values] of Object.entries(Condition)) {
    if (!Object.hasOwn(CONDITION_OPERATORS, operator))
      throw wrong(`${name}.Condition`, `of ${Object.keys(CONDITION_OPERATORS).join(' and ')}`, operator);
    for (const [key, value] of Object.entries(values)) {
      if (!CONDITION_KEYS.includes(key))
        throw wrong(`${name}.Condition`, `on ${CONDITION_KEYS.join(', ')}`, key);
      checkTexts(`${name}.Condition.${operator}.${key}`, value);
    }
  }
}

function checkTexts(name: string, value: string | readonly string[]): void {
  const isTexts = typeof value === 'string' || (Array.isArray(value) && value.length > 0);
  if (!isTexts || listed(value).some((one) => typeof one !== 'string'))
    throw wrong(name, 'a string, or a list of strings', value);
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot continue as '${name}' must be ${rule}: current value is ${show(value)}`);
