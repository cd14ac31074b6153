import { explain } from '../explain/explain.ts';
import { define } from '../frame/definition.ts';
import { reportLanguage } from '../options/report-options.ts';

export const definition = define(explain, (command) =>
  command.addOption(reportLanguage('of the explanation')),
);
