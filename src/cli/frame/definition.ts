import type { Command } from 'commander';
import type { Action } from '../context.ts';

/** What a command takes and does: loaded when the command is typed, since most of them need a lot of code. */
export interface Definition {
  /** Adds the options to a command that has its arguments. */
  readonly options: (command: Command) => Command;
  readonly action: Action<readonly string[], object>;
}

/** Joins an action with its options. commander knows no types: the usage text and the action's arguments agree by hand. */
export const define = <Arguments extends readonly unknown[], Options>(
  action: Action<Arguments, Options>,
  options: (command: Command) => Command = (command) => command,
): Definition => ({
  action: action as unknown as Definition['action'], // commander hands over what the usage text and the options say
  options,
});
