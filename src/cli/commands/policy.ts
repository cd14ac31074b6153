import { InvalidArgumentError, Option } from 'commander';
import { POLICY_FOR } from '../../index.ts';
import { POLICY_DOCUMENTS, policy } from '../actions/policy.ts';
import { define } from '../frame/definition.ts';
import { withTarget } from '../options/target-options.ts';

export const definition = define(policy, (command) =>
  withTarget(command)
    .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
    .requiredOption('--instance <name>', "the instance's name, not its id")
    .option('--skip-unchanged', 'for an import with --skip-unchanged, or a dry run')
    .option(
      '--for <uses>',
      `what is done beside an import: ${POLICY_FOR.join(', ')}; sync has its undo, too`,
      usesOf,
    )
    .option('--readiness', 'so that doctor can remove what it writes, and ask whether an export is running')
    .option('--account-id <digits>', 'account of the instance (default: *)')
    .option('--all-instances', 'name no instance, for a RAM that cannot tell them apart')
    .addOption(
      new Option(
        '--document <which>',
        "the caller's policy, or for the role by which Image Search reads the bucket its policy or its trust policy",
      )
        .choices([...POLICY_DOCUMENTS])
        .default('caller'),
    ),
);

/** `sync,search`. */
function usesOf(given: string): readonly (typeof POLICY_FOR)[number][] {
  const names = given.split(',').map((name) => name.trim());
  const uses = names.map((name) => POLICY_FOR.find((use) => use === name));
  if (uses.every((use) => use !== undefined)) return uses;
  throw new InvalidArgumentError(
    `It must be one of ${POLICY_FOR.join(', ')}, or several with commas between.`,
  );
}
