import type { Command } from 'commander';

/**
 * Has a message about an option of the API name the flag that sets it: `'maxLines'` becomes `'--max-lines'`. What is no
 * option of the command stays.
 */
export function withFlagsNamed(error: unknown, { options }: Command): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError)) return error;
  error.message = error.message.replace(/'(\w+)'/g, (quoted, name: string) => {
    const option = options.find((one) => one.attributeName() === name);
    return option?.long == null ? quoted : `'${option.long}'`;
  });
  return error;
}
