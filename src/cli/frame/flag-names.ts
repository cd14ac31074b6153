import type { Command } from 'commander';

/**
 * Has a message about an option of the API name the flag that sets it: `'maxLines'` becomes `'--max-lines'`. What is no
 * option of the command stays.
 */
export function withFlagsNamed(error: unknown, { options }: Command): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError)) return error;
  error.message = error.message.replace(/'(\w+)'/g, (quoted, name: string) => {
    // the flag of an option that may be repeated is in the singular: --column of 'columns'
    const option = options.find((one) => [name, name.replace(/s$/, '')].includes(one.attributeName()));
    return option?.long == null ? quoted : `'${option.long}'`;
  });
  return error;
}
