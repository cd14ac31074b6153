import { InvalidArgumentError, type Option } from 'commander';
import { closestName } from '../../shared/options/closest-name.ts';

/** Has an option with choices say which of them is meant by a misspelt value. */
export function suggestChoices(option: Option): void {
  const choices = option.argChoices;
  if (choices === undefined) return;
  option.argParser((given: string) => {
    if (choices.includes(given)) return given;
    const close = closestName(given, choices, (one) => one);
    const hint = close === undefined ? '' : ` Did you mean ${close}?`;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`);
  });
}
