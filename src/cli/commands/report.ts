import { report } from '../actions/report.ts';
import { define } from '../frame/definition.ts';
import { reportLanguage } from '../options/report-options.ts';

export const definition = define(report, (command) =>
  command
    .requiredOption('-o, --output <file>', 'the HTML file to write; - for standard output')
    .addOption(reportLanguage()),
);
