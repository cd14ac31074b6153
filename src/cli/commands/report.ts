import { define } from '../frame/definition.ts';
import { report } from '../report.ts';
import { reportLanguage } from '../report-options.ts';

export const definition = define(report, (command) =>
  command.requiredOption('-o, --out <file>', 'the HTML file to write').addOption(reportLanguage()),
);
