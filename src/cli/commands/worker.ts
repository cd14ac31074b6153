import { withOss } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { withQueue, withWorker } from '../queue-options.ts';
import { worker } from '../worker.ts';

export const definition = define(worker, (command) => withWorker(withOss(withQueue(command))));
