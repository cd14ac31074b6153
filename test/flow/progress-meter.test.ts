import { describe, expect, it } from 'vitest';
import type { ImportProgress, Outage } from '../../src/import/import-progress.ts';
import { ProgressMeter, type StageReport } from '../../src/import/progress-meter.ts';
import { FakeClock } from '../support/fake-clock.ts';
import fc from '../support/properties.ts';

const AWAY: Outage = {
  ...{ service: 'OSS', code: 'CONNECTION_REFUSED', awayMs: 12_000, patienceMs: 600_000 },
};

function meterOf() {
  const told: ImportProgress[] = [];
  const clock = new FakeClock({ startsAt: 0 });
  const meter = new ProgressMeter((progress) => void told.push(progress), clock);
  const report = (done: number, more: Partial<StageReport> = {}) =>
    meter.report({ stage: 'uploading', done, of: 1_000, taskId: undefined, ...more });
  /** Reports of a stage at a steady pace: one a second. */
  const steadily = (from: number, to: number, perSecond: number, more: Partial<StageReport> = {}) => {
    for (let second = from; second <= to; second++) {
      clock.advance(1_000);
      report(second * perSecond, more);
    }
  };
  return { told, clock, report, steadily };
}

describe('ProgressMeter', () => {
  it('tells pace and time left once there is a second to judge by', () => {
    const { told, steadily } = meterOf();
    steadily(1, 10, 20);
    expect(told[0]).toMatchObject({ done: 20, perSecond: undefined, secondsLeft: undefined });
    expect(told.at(-1)).toMatchObject({ done: 200, of: 1_000, perSecond: 20, secondsLeft: 40 });
  });

  it('tells the pace of bytes, and none while a service is away', () => {
    const { told, clock, report } = meterOf();
    for (let second = 1; second <= 5; second++) {
      clock.advance(1_000);
      report(second, { bytes: second * 2_000 });
    }
    expect(told.at(-1)).toMatchObject({ bytes: 10_000, bytesPerSecond: 2_000 });
    report(5, { bytes: 10_000, waitingFor: AWAY });
    expect(told.at(-1)).toMatchObject({ bytes: 10_000, bytesPerSecond: undefined });
  });

  it('forgets what is more than a minute ago', () => {
    const { told, steadily } = meterOf();
    steadily(1, 10, 50);
    steadily(501, 570, 1);
    expect(told.at(-1)).toMatchObject({ done: 570, perSecond: 1 });
  });

  it('keeps an average for each of the stages that overlap', () => {
    const { told, clock, report } = meterOf();
    for (let second = 0; second <= 5; second++) {
      report(second * 100);
      report(second * 2, { stage: 'verifying', of: 20 });
      clock.advance(1_000);
    }
    expect(told.slice(-2)).toMatchObject([
      { stage: 'uploading', perSecond: 100, secondsLeft: 5 },
      { stage: 'verifying', perSecond: 2, secondsLeft: 5 },
    ]);
  });

  it('knows no time left while it is unknown how many there will be', () => {
    const { told, steadily } = meterOf();
    steadily(1, 5, 10, { of: undefined });
    expect(told.at(-1)).toMatchObject({ perSecond: 10, of: undefined, secondsLeft: undefined });
  });

  it('says nothing of the pace during an outage, and forgets the outage once it is over', () => {
    const { told, clock, report, steadily } = meterOf();
    steadily(1, 10, 10);
    report(100, { waitingFor: AWAY });
    expect(told.at(-1)).toMatchObject({ waitingFor: AWAY, perSecond: undefined, secondsLeft: undefined });
    clock.advance(300_000);
    report(100);
    steadily(11, 15, 10);
    expect(told.at(-1)).toMatchObject({ done: 150, perSecond: 10 });
    expect(told.at(-1)?.waitingFor).toBeUndefined();
  });

  it('begins the average anew when a stage begins anew, as with the next task', () => {
    const { told, clock, report } = meterOf();
    const ask = (done: number) => report(done, { stage: 'verifying', of: 500 });
    for (const done of [0, 100, 200, 0]) {
      ask(done);
      clock.advance(1_000);
    }
    expect(told.at(-1)).toMatchObject({ done: 0, perSecond: undefined });
    ask(5);
    expect(told.at(-1)).toMatchObject({ done: 5, perSecond: 5, secondsLeft: 99 });
  });

  it('tells the last report that was held back of a stage when another stage begins', () => {
    const { told, report } = meterOf();
    for (let done = 0; done <= 100; done++) report(done, { stage: 'reading', of: undefined });
    expect(told.at(-1)?.done).toBeLessThan(100);
    report(0);
    expect(told.slice(-2)).toMatchObject([
      { stage: 'reading', done: 100 },
      { stage: 'uploading', done: 0 },
    ]);
  });

  it('tells of each outage and each task, however fast they come', () => {
    const { told, report } = meterOf();
    for (let n = 1; n <= 50; n++) report(n, { taskId: String(n >> 1), waitingFor: n % 2 ? AWAY : undefined });
    expect(told).toHaveLength(50);
  });

  it('holds back what comes faster than ten times a second, and tells of it later', () => {
    const { told, clock, report } = meterOf();
    for (let n = 0; n < 1_000; n++) {
      report(n);
      clock.advance(10);
    }
    expect(told.length).toBeLessThanOrEqual(10 * 10 + 1);
    expect(told.length).toBeGreaterThan(40);
    expect(told.at(-1)?.done).toBeGreaterThan(950);
  });

  const anyReport = fc.record({
    stage: fc.constantFrom<ImportProgress['stage']>('reading', 'uploading', 'waiting', 'verifying'),
    done: fc.nat({ max: 50 }),
    of: fc.option(fc.nat({ max: 50 }), { nil: undefined }),
    taskId: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
    waitingFor: fc.option(fc.constant(AWAY), { nil: undefined, freq: 10 }),
    isOver: fc.option(fc.boolean(), { nil: undefined, freq: 10 }),
  });
  const anyReports = fc.array(fc.tuple(fc.integer({ min: -2_000, max: 100_000 }), anyReport), {
    maxLength: 200,
  });

  it('tells only numbers that can be, whatever is reported and however the clock goes', () => {
    fc.assert(
      fc.property(anyReports, (reports) => {
        const { told, clock, report } = meterOf();
        for (const [ms, { done, ...more }] of reports) {
          clock.advance(ms);
          report(done, more);
          const { perSecond = 1, secondsLeft = 0, waitingFor } = told.at(-1) as ImportProgress;
          expect(perSecond).toBeGreaterThan(0);
          expect(secondsLeft).toBeGreaterThanOrEqual(0);
          expect([perSecond, secondsLeft].every(Number.isFinite)).toBe(true);
          if (waitingFor !== undefined) expect(told.at(-1)?.perSecond).toBeUndefined();
        }
      }),
    );
  });

  it('tells that all is done only when the stage is over, and always then', () => {
    fc.assert(
      fc.property(anyReports, (reports) => {
        const { told, clock, report } = meterOf();
        for (const [ms, { done, ...more }] of reports) {
          clock.advance(ms);
          const before = told.length;
          report(done, more);
          const complete = told.slice(before).filter((one) => one.of === one.done);
          expect(complete).toHaveLength(more.isOver ? 1 : 0);
        }
      }),
    );
  });

  it('tells at most ten reports in any second beside those that are always told', () => {
    const quick = fc.array(fc.tuple(fc.nat({ max: 300 }), fc.constantFrom('uploading', 'verifying')), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(quick, (reports) => {
        const { told, clock, report } = meterOf();
        const toldAt: number[] = [];
        reports.forEach(([ms, stage], n) => {
          clock.advance(ms);
          const before = told.length;
          report(n, { stage: stage as ImportProgress['stage'], of: undefined });
          if (told.length > before) toldAt.push(clock.now());
        });
        for (const at of toldAt.slice(2)) {
          const inSecond = toldAt.slice(2).filter((other) => other >= at && other < at + 1_000);
          expect(inSecond.length).toBeLessThanOrEqual(10);
        }
      }),
    );
  });
});
