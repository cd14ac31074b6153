import { PIC_NAME_BASES } from '../../meta/model/pic-name.ts';
import { regionName } from '../../service/addresses/endpoint.ts';
import type { OssAddress } from '../../service/addresses/oss-address.ts';
import { oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { addressOf } from '../import-address.ts';
import type { ImportOptions } from '../import-options.ts';
import { ROUTES } from '../route.ts';
import { VERIFY } from '../settle/verification.ts';

/** What a policy can allow beside an import. */
export const POLICY_FOR = ['sync', 'search'] as const;

/** What an import that is to be authorized does: `to`, `route`, `picNameBase`, `skipUnchanged` and `verify` are those of the import. */
export interface ImportPolicyOptions
  extends Pick<ImportOptions, 'to' | 'route' | 'picNameBase' | 'skipUnchanged' | 'verify'> {
  /** Of the instance and the bucket, such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** The id of the account that the instance belongs to. @default '*', whichever it is */
  readonly accountId?: string | undefined;
  /** Whether the calls of Image Search are allowed on every instance, for a RAM that cannot tell them apart. @default false */
  readonly allInstances?: boolean | undefined;
  /** Whether `checkReadiness` may also remove the object that it writes, and ask whether an export is running. @default false */
  readonly readiness?: boolean | undefined;
  /**
   * What is done beside an import: `sync` makes the gallery equal to a catalogue, and undoes that; `search` searches it. To verify
   * takes the rights of an import that verifies in that way.
   *
   * @default [] an import alone
   */
  readonly for?: readonly (typeof POLICY_FOR)[number][] | undefined;
}

const OPTIONS: OptionNames<ImportPolicyOptions> = {
  ...{ to: true, route: true, picNameBase: true, skipUnchanged: true, region: true, instance: true },
  ...{ accountId: true, allInstances: true, readiness: true, verify: true, for: true },
};

/** The options, checked, with their defaults. */
export type PolicySettings = {
  readonly [Name in Exclude<keyof ImportPolicyOptions, 'to'>]-?: NonNullable<ImportPolicyOptions[Name]>;
} & { readonly address: OssAddress | undefined };

/** @throws {TypeError} for an option that is misspelt, missing or has a value that it cannot have */
export function policySettings(options: ImportPolicyOptions): PolicySettings {
  knownOptions('importPolicy()', options, OPTIONS);
  const { route = 'batch', picNameBase = 'folder', accountId = '*' } = options;
  const { verify = 'sample', skipUnchanged = false, allInstances = false, readiness = false } = options;
  for (const [name, value] of Object.entries({ skipUnchanged, allInstances, readiness }))
    if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  if (accountId !== '*' && !/^\d+$/.test(accountId)) throw wrong('accountId', 'digits, or "*"', accountId);
  const instance = withoutWildcards('instance', text('instance', options.instance));
  if (options.for !== undefined && !Array.isArray(options.for))
    throw wrong('for', `a list of ${POLICY_FOR.join(' and ')}`, options.for);
  const address = addressOf(options);
  withoutWildcards('to', address?.folder ?? '');
  return {
    for: (options.for ?? []).map((one) => oneOf(POLICY_FOR, 'for', one)),
    ...{ address, instance, accountId, skipUnchanged, allInstances, readiness },
    region: regionName(options.region),
    route: oneOf(ROUTES, 'route', route),
    verify: oneOf(VERIFY, 'verify', verify),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
  };
}

/** In a policy `*` and `?` stand for other characters, and nothing takes that meaning from them. */
function withoutWildcards(name: string, value: string): string {
  if (!/[*?]/.test(value)) return value;
  throw wrong(name, 'without * and ?, which would allow more than it names', value);
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot write a policy as '${name}' must be ${rule}: current value is ${show(value)}`);
