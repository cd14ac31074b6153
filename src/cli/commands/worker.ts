import { worker } from '../actions/worker.ts';
import { define } from '../frame/definition.ts';
import { withOss } from '../options/connection.ts';
import { sharedStateOption, withQueue, withWorker } from '../options/queue-options.ts';

export const definition = define(worker, (command) =>
  withWorker(withOss(withQueue(command).addOption(sharedStateOption().makeOptionMandatory()))),
);
