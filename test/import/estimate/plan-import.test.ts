import { describe, expect, it } from 'vitest';
import { type PlanImportOptions, planImport } from '../../../src/index.ts';
import fc from '../../support/properties.ts';

const MILLION = 1_000_000;

const anyOptions: fc.Arbitrary<PlanImportOptions> = fc.record(
  {
    images: fc.nat({ max: 200 * MILLION }),
    deletes: fc.nat({ max: MILLION }),
    bytesPerImage: fc.nat({ max: 4 * MILLION }),
    linesPerTask: fc.integer({ min: 1, max: 100_000 }),
    workers: fc.integer({ min: 1, max: 50 }),
    megabitsPerSecond: fc.integer({ min: 1, max: 10_000 }),
    queriesPerSecond: fc.constantFrom(1, 5, 10),
    route: fc.constantFrom('batch', 'direct', 'auto'),
    verify: fc.constantFrom('sample', 'all', 'export', 'no'),
    taskSeconds: fc.integer({ min: 1, max: 10_000 }),
  },
  { requiredKeys: ['images'] },
);

describe('planImport()', () => {
  it('counts requests and hours of a million images', () => {
    const plan = planImport({ images: MILLION, megabitsPerSecond: 100 });
    expect(plan).toMatchObject({
      ...{ route: 'batch', entries: MILLION, imports: 1, tasks: 100 },
      send: { images: MILLION, bytes: 100_000 * MILLION },
      instances: { count: 1, capacity: 2_500_000 },
      requests: {
        ...{ Detail: 1, PutObject: MILLION + 100, HeadObject: 100, IncreaseInstance: 100 },
        ...{ IncreaseList: 200, CheckImageExists: 100 },
      },
      hours: { sending: 2.3, tasks: { least: 1.7, most: 55.6 } }, // 8e11 bits; 100 minutes; five images a second
    });
  });

  it('has one time of tasks when the caller knows how long one takes', () => {
    const { hours } = planImport({ images: MILLION, taskSeconds: 360 });
    expect(hours.tasks).toEqual({ least: 10, most: 10 });
  });

  it('spreads what no instance holds over several ones', () => {
    const { instances, tasks, imports } = planImport({ images: 100 * MILLION, workers: 10 });
    expect(instances).toEqual({ count: 2, capacity: 50 * MILLION });
    expect({ tasks, imports }).toEqual({ tasks: 10_000, imports: 10 });
  });

  it('sends nothing that the bucket has already, and lists it', () => {
    const { send, requests } = planImport({ images: 5_000, present: 5_000 });
    expect(send).toEqual({ images: 0, bytes: 0 });
    expect(requests).toMatchObject({ PutObject: 1, ListObjectsV2: 5 });
  });

  it('counts the requests that are repeated', () => {
    const { requests } = planImport({ images: 1_000, requestsPerImage: 1.5 });
    expect(requests['PutObject']).toBe(1_501);
  });

  it("chooses the route as an import with route: 'auto' does", () => {
    expect(planImport({ images: 300, route: 'auto', addsPerSecond: 5 })).toMatchObject({ route: 'direct' });
    const batch = planImport({ images: 301, route: 'auto', addsPerSecond: 5 });
    expect(batch).toMatchObject({ route: 'batch', because: expect.stringContaining('301 images at 5') });
  });

  it('is plain JSON in which every figure has a source', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const plan = planImport(options);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        for (const { source } of [...plan.costs, ...Object.values(plan.figures)]) expect(source).not.toBe('');
      }),
    );
  });

  it('takes no less than its slowest stage and no more than all of them, whatever it imports', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const { reading, sending, tasks, verification, all } = planImport(options).hours;
        const rounding = 0.5; // each number is rounded up to a tenth of an hour
        for (const end of ['least', 'most'] as const) {
          expect(all[end]).toBeGreaterThanOrEqual(Math.max(reading, sending, tasks[end]) - rounding);
          expect(all[end]).toBeLessThanOrEqual(reading + sending + tasks[end] + verification + rounding);
        }
        expect(tasks.least).toBeLessThanOrEqual(tasks.most);
      }),
    );
  });

  it('sends no slower with more workers', () => {
    fc.assert(
      fc.property(anyOptions, fc.integer({ min: 1, max: 50 }), (options, more) => {
        const { workers = 1 } = options;
        const faster = planImport({ ...options, workers: workers + more }).hours;
        expect(faster.sending).toBeLessThanOrEqual(planImport(options).hours.sending);
      }),
    );
  });

  it.each<[string, PlanImportOptions, string]>([
    ['is misspelt', { images: 1, worker: 2 } as never, "did you mean 'workers'"],
    ['is missing', {} as never, "'images' must be an integer"],
    ['is no number of images', { images: 1.5 }, "'images' must be an integer"],
    ['leaves too few instances', { images: 100 * MILLION, instances: 1 }, 'say 2 or more'],
    ['has more images in the bucket than there are', { images: 1, present: 2 }, "'present' must be at most"],
    ['is a route that is none', { images: 1, route: 'fast' as never }, "'route' must be one of"],
  ])('throws when an option %s', (_, options, says) => {
    expect(() => planImport(options)).toThrow(says);
  });
});
