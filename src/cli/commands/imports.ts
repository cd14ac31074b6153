import { imports } from '../actions/imports.ts';
import { define } from '../frame/definition.ts';
import { withOss } from '../options/connection.ts';
import { sharedStateOption, withQueue } from '../options/queue-options.ts';

export const definition = define(imports, (command) =>
  withOss(withQueue(command).addOption(sharedStateOption())),
);
