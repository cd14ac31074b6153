import type { TaskRef, TaskStatus } from '../../src/index.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Plain<T> = { [K in keyof T]: T[K] };
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiled, never run: see meta.test-d.ts. */
export function taskTypes(ref: TaskRef): unknown[] {
  // A task ref is plain JSON: it can be saved and read again.
  const saved: Json = ref satisfies Plain<TaskRef> as Plain<TaskRef>;
  const made: TaskRef = {
    version: 1,
    region: 'cn-shanghai',
    instance: 'shoes',
    id: '111',
    bucket: 'catalogue',
    path: '/import',
  };
  // @ts-expect-error the service gives numbers in places: ours is always a string
  const numbered: TaskRef = { ...made, id: 111 };
  // @ts-expect-error another version is another shape
  const newer: TaskRef = { ...made, version: 2 };
  // @ts-expect-error a date is no JSON
  const dated: Json = { ...made, at: new Date() };

  // The statuses are those three.
  const same: Same<TaskStatus, 'PROCESSING' | 'SUCCESS' | 'FAIL'> = true;
  // @ts-expect-error a callback's NORMAL is no status of a task
  const normal: TaskStatus = 'NORMAL';
  return [saved, numbered, newer, dated, same, normal];
}
