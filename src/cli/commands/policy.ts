import { Option } from 'commander';
import { define } from '../frame/definition.ts';
import { POLICY_DOCUMENTS, policy } from '../policy.ts';
import { withTarget } from '../target-options.ts';

export const definition = define(policy, (command) =>
  withTarget(command)
    .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
    .requiredOption('--instance <name>', "the instance's name, not its id")
    .option('--skip-unchanged', 'for an import with --skip-unchanged, or a dry run')
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
