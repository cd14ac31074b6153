import type { RamPolicy, RamStatement, RamTrustPolicy } from '../../service/ram-policy.ts';
import { IMPORT_ACTIONS, images } from './import-actions.ts';
import { type ImportPolicyOptions, type PolicySettings, policySettings } from './policy-options.ts';

/** What an import needs of RAM. */
export interface ImportPolicy {
  /** For the user or role whose credentials the import has. */
  readonly policy: RamPolicy;
  /** What each action of `policy` is for, since JSON has no comments. */
  readonly uses: Readonly<Record<string, string>>;
  /**
   * For the role by which Image Search reads the bucket, as the documents of 2020 have it made by hand. Undefined when no
   * batch task is run. Today the console makes what it needs by one click.
   */
  readonly serviceRole: { readonly trustPolicy: RamTrustPolicy; readonly policy: RamPolicy } | undefined;
  /** What no document says, and what to do when it turns out otherwise than here. */
  readonly unknown: readonly string[];
}

/**
 * The least policies that an import needs: every action of `policy` is one that it cannot do without. Nothing is created.
 *
 * @example
 * const { policy, uses } = importPolicy({ to: 'oss://my-bucket/spring', region: 'cn-shanghai', instance: 'shop' });
 * console.log(JSON.stringify(policy, null, 2), uses);
 * @throws {TypeError} for an option that is misspelt, missing or has a value that it cannot have
 */
export function importPolicy(options: ImportPolicyOptions): ImportPolicy {
  const settings = policySettings(options);
  const needed = IMPORT_ACTIONS.filter(({ isNeeded }) => isNeeded(settings));
  const runsTasks = settings.route !== 'direct';
  return {
    policy: policyOf(statementsOf(needed.map(({ action, on }) => ({ action, on: on(settings) })))),
    uses: Object.fromEntries(needed.map(({ action, use }) => [action, use])),
    serviceRole: runsTasks ? serviceRole(settings) : undefined,
    unknown: UNKNOWN.filter(({ ofTasks }) => runsTasks || !ofTasks).map(({ text }) => text),
  };
}

const policyOf = (statements: readonly RamStatement[]): RamPolicy => ({
  Version: '1',
  Statement: statements,
});

/** One statement for all actions on the same resource under the same condition. */
function statementsOf(
  actions: readonly { readonly action: string; readonly on: Pick<RamStatement, 'Resource' | 'Condition'> }[],
): readonly RamStatement[] {
  const resources = new Map(actions.map(({ on }) => [JSON.stringify(on), on]));
  return [...resources].map(([key, on]) => ({
    Effect: 'Allow',
    Action: actions.filter((one) => JSON.stringify(one.on) === key).map(({ action }) => action),
    ...on,
  }));
}

/** By the help page "Upload images" (Jun 28 2020), steps 5 to 7. */
const serviceRole = (settings: PolicySettings): NonNullable<ImportPolicy['serviceRole']> => ({
  trustPolicy: {
    Version: '1',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['imagesearch.aliyuncs.com'] } },
    ],
  },
  policy: policyOf([{ Effect: 'Allow', Action: ['oss:GetObject'], ...images(settings) }]),
});

const UNKNOWN = [
  {
    ofTasks: false,
    text: 'Whether RAM tells instances apart: one of its pages names the resource of an instance, another knows "*" alone. When a call is refused with NoPermission or Console.NoPermission although its action is listed, allow it on every instance: allInstances (--all-instances)',
  },
  {
    ofTasks: false,
    text: 'Whether every action of Image Search has the name of its operation: the list of actions that is published shows some of them only. imagesearch:* is the way out',
  },
  {
    ofTasks: true,
    text: 'By which role Image Search reads the bucket today: the console makes it by one click, at the first batch import of an account, and no document has its name or its policy. serviceRole is the way of 2020',
  },
  {
    ofTasks: true,
    text: 'The name of Image Search in the trust policy: imagesearch.aliyuncs.com has the form of the names of other services. The console writes the right one when a role is made for the trusted service Image Search',
  },
];
