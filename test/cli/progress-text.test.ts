import { describe, expect, it } from 'vitest';
import { durationText } from '../../src/cli/options/duration.ts';
import { quoted } from '../../src/cli/output/continue-command.ts';
import { WarningCounts } from '../../src/cli/output/warning-counts.ts';
import { lineWithBar } from '../../src/cli/progress/progress.ts';
import { progressText, type ShownProgress } from '../../src/cli/progress/progress-text.ts';
import type { ImportProgress } from '../../src/index.ts';
import fc from '../support/properties.ts';

describe('durationText()', () => {
  it.each([
    [0, '0 s'],
    [0.94, '0.9 s'],
    [12.3, '12 s'],
    [119, '119 s'],
    [120, '2 min'],
    [2_160, '36 min'],
    [3_599, '1 h'],
    [4_320, '1 h 12 min'],
    [100_000, '27 h 47 min'],
  ])('says of %d seconds %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

const uploading: ImportProgress = { stage: 'uploading', done: 12_345, of: 200_000, taskId: undefined };

describe('progressText()', () => {
  it.each<[string, ShownProgress, string]>([
    [
      'count, pace and time left',
      { ...uploading, perSecond: 85.4, secondsLeft: 2_190 },
      'Uploading 12,345/200,000 · 85/s · 37 min left',
    ],
    ['only the count while nothing else is known', uploading, 'Uploading 12,345/200,000'],
    [
      'the bytes that were sent, and their rate',
      { ...uploading, perSecond: 85.4, secondsLeft: 2_190, bytes: 1_234_567_890, bytesPerSecond: 4_540_000 },
      'Uploading 12,345/200,000 · 85/s · 37 min left · 1.2 GB at 4.5 MB/s',
    ],
    [
      'a check of images, of which nobody knows how many there are',
      {
        ...uploading,
        stage: 'checking',
        of: undefined,
        perSecond: 85.4,
        bytes: 1_200_000,
        bytesPerSecond: 8e4,
      },
      'Checking images 12,345 · 85/s · 1.2 MB at 0.1 MB/s',
    ],
    [
      'no time left while it is unknown how many there will be',
      { ...uploading, of: undefined, perSecond: 4.54 },
      'Uploading 12,345 · 4.5/s',
    ],
    ['a slow pace by the minute', { ...uploading, perSecond: 0.05 }, 'Uploading 12,345/200,000 · 3.0/min'],
    [
      'the task that runs meanwhile',
      { ...uploading, taskId: '17' },
      'Uploading 12,345/200,000 · batch task 17 runs',
    ],
    [
      'the task that is waited for',
      { stage: 'waiting', done: 0, of: 1, taskId: '17' },
      'Waiting for batch task 17',
    ],
    [
      'the task of somebody else that is waited for',
      {
        ...{ stage: 'waiting', done: 0, of: 1, taskId: undefined },
        otherTask: {
          ...{ version: 1, region: 'cn-shanghai', instance: 'shop', id: '9' },
          ...{ bucket: 'theirs', path: '/autumn' },
        },
      },
      'Waiting for batch task 9 of another import, to oss://theirs/autumn',
    ],
    [
      'the service that is waited for, in place of anything else',
      {
        ...uploading,
        waitingFor: { service: 'OSS', code: 'CONNECTION_REFUSED', awayMs: 12_345, patienceMs: 600_000 },
      },
      'Waiting for OSS, away for 12 s (CONNECTION_REFUSED), for 10 min at most',
    ],
    [
      'nothing that could steer the terminal',
      { ...uploading, taskId: '\u001b[2J' },
      'Uploading 12,345/200,000 · batch task \\u001b[2J runs',
    ],
  ])('has %s', (_, progress, text) => {
    expect(
      progressText(progress)
        .filter((part) => part !== '')
        .join(' '),
    ).toBe(text);
  });
});

describe('lineWithBar()', () => {
  it('stays within the terminal, and its bar is full when all is done and no sooner', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.nat({ max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (columns, done, more) => {
          for (const of of [done, done + more]) {
            const line = lineWithBar({ ...uploading, done, of }, columns);
            expect(line.length).toBeLessThan(columns);
            if (of > done) expect(line).not.toMatch(/^Uploading █+ /);
            else expect(line).not.toContain('░');
          }
        },
      ),
    );
  });

  it('is cut where the terminal is narrow', () => {
    expect(lineWithBar(uploading, 20)).toBe('Uploading 12,345/20');
  });
});

describe('WarningCounts', () => {
  it('counts by code, the most frequent first, and makes ten examples of each and no more', () => {
    const warnings = new WarningCounts();
    let made = 0;
    warnings.add('RARE', () => 'a.csv:1 RARE');
    for (let line = 1; line <= 12; line++) {
      warnings.add('FREQUENT', () => {
        made += 1;
        return `a.csv:${line} FREQUENT`;
      });
    }
    expect(warnings.lines()).toEqual([
      '12 warnings FREQUENT, such as:',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((line) => `a.csv:${line} FREQUENT`),
      '1 warning RARE:',
      'a.csv:1 RARE',
    ]);
    expect(made).toBe(10);
  });
});

describe('quoted()', () => {
  it.each([
    ['shop.csv', 'shop.csv'],
    ['my shop', "'my shop'"],
    ["it's", "'it'\\''s'"],
    ["it's \u001b[2J\\", "$'it\\'s \\u001b[2J\\\\'"],
  ])('makes of %j one word for a shell', (text, word) => {
    expect(quoted(text)).toBe(word);
  });
});
