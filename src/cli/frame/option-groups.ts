/** The headings under which help lists the options of a command, in this order. */
export const OPTION_GROUPS = ['What', 'Where', 'How', 'Output'] as const;

/** The options that are not about how something is done. */
const GROUPS: Readonly<Record<Exclude<(typeof OPTION_GROUPS)[number], 'How'>, string>> = {
  What: `--format --encoding --delimiter --column --preset --image-separator --include --exclude --follow-links
    --allow-product-deletes --images --from --service-type --profile --dialect --limits --meta --address --document --adds`,
  Where: `--region --source-region --source-endpoint --source-path-style --source-anonymous
    --source-profile --source-headers --instance --endpoint --network --oss-endpoint --oss-custom-domain --oss-network --ca
    --to --route --pic-name-base --sts-endpoint --account-id --bucket --port --oss-port --state --local-state --queue --queue-name --use`,
  Output: '--json --quiet --verbose --help --output --max-errors --fix --report --lang',
};

const BY_FLAG = new Map(
  Object.entries(GROUPS).flatMap(([group, flags]) =>
    flags.split(/\s+/).map((flag) => [flag, group] as const),
  ),
);

/** @param flag the long name of an option, such as `--region` */
export const optionGroup = (flag: string): string =>
  BY_FLAG.get(flag.replace('--no-', '--')) ?? BY_FLAG.get(flag) ?? 'How';
