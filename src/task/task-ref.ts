import { show, text } from '../shared/checks.ts';

/** One batch task, as plain JSON: it can be saved and watched from another process. */
export interface TaskRef {
  readonly version: 1;
  readonly region: string;
  readonly instance: string;
  /** Always a string here; the service gives a string in one answer and a number in the others. */
  readonly id: string;
  readonly bucket: string;
  /** The folder of increment.meta as the service knows it: `/` and the folder. */
  readonly path: string;
}

/** @throws {TypeError} when a saved ref is not one, of a version that this package does not know, or of another instance */
export function checkTaskRef(
  ref: TaskRef,
  { region, instance }: Pick<TaskRef, 'region' | 'instance'>,
): TaskRef {
  if (ref?.version !== 1) {
    throw new TypeError(
      `Cannot use a task ref as its version must be 1: current value is ${JSON.stringify(ref?.version)}`,
    );
  }
  text('ref.id', ref.id);
  if (ref.region !== region || ref.instance !== instance) {
    throw new TypeError(
      `Cannot use a task ref as it must be of instance ${show(instance)} in ${region}: current value is of ${show(ref.instance)} in ${ref.region}`,
    );
  }
  return ref;
}

/**
 * `Path` of IncreaseInstance: begins with a slash and does not end with one. The root has no form that satisfies both;
 * `/` is what the console of 2019 asked for.
 */
export const taskPath = (folder: string): string => `/${folder}`;
