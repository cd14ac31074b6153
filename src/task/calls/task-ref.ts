import type { TaskRef } from '../../shared/model/task-ref.ts';
import { show, text } from '../../shared/options/checks.ts';

export type { TaskRef };

/** @throws {TypeError} when a saved ref is not one, has a version that this package does not know, or is of another instance */
export function checkTaskRef(ref: TaskRef, instance: InstanceOfRegion): TaskRef {
  checkOfInstance('a task ref', ref, instance);
  text('ref.id', ref.id);
  return ref;
}

type InstanceOfRegion = Pick<TaskRef, 'region' | 'instance'>;

/** @throws {TypeError} when what was saved is not of this version, or is of another instance */
export function checkOfInstance(
  what: string,
  saved: InstanceOfRegion & { readonly version: 1 },
  { region, instance }: InstanceOfRegion,
): void {
  if (saved?.version !== 1) {
    throw new TypeError(
      `Cannot use ${what} as its version must be 1: current value is ${JSON.stringify(saved?.version)}`,
    );
  }
  if (saved.region === region && saved.instance === instance) return;
  throw new TypeError(
    `Cannot use ${what} as it must be of instance ${show(instance)} in ${region}: current value is of ${show(saved.instance)} in ${saved.region}`,
  );
}

/**
 * `Path` of IncreaseInstance: begins with a slash and does not end with one. The root has no form that satisfies both;
 * `/` is what the console of 2019 asked for.
 */
export const taskPath = (folder: string): string => `/${folder}`;
