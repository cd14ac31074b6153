import { describe, expect, it } from 'vitest';
import { checkTaskRef, type TaskRef, taskPath } from '../../../src/task/calls/task-ref.ts';
import { taskRef } from '../../support/task-list.ts';

const REF = taskRef();

describe('taskPath()', () => {
  it.each([
    ['spring', '/spring'],
    ['spring/shoes', '/spring/shoes'],
    ['春季/a b', '/春季/a b'],
    ['', '/'],
  ])('of %j is %j', (folder, path) => expect(taskPath(folder)).toBe(path));
});

describe('checkTaskRef()', () => {
  it('gives the ref back when it is one of the instance', () => {
    const own = REF;
    expect(checkTaskRef(own, { region: 'cn-shanghai', instance: 'emulated' })).toBe(own);
  });

  it('says the version when it is another', () => {
    const later = { ...REF, version: 2 } as unknown as TaskRef;
    expect(() => checkTaskRef(later, REF)).toThrow(/version must be 1: current value is 2/);
  });
});
