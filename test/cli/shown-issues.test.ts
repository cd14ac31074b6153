import { describe, expect, it } from 'vitest';
import { ShownIssues } from '../../src/cli/output/shown-issues.ts';

const issues = (count: number, severity: 'error' | 'warning', code = 'A') =>
  Array.from({ length: count }, () => ({ severity, code }));
const shownOf = (shown: ShownIssues, all: readonly { code: string; severity: string }[]) =>
  all.filter((issue) => shown.takes(issue)).length;

describe('ShownIssues', () => {
  it('shows people ten warnings of a code, every error, and counts the rest', () => {
    const shown = new ShownIssues(Number.POSITIVE_INFINITY, false);
    const all = [...issues(200_000, 'warning'), ...issues(3, 'warning', 'B'), ...issues(30, 'error')];
    expect(shownOf(shown, all)).toBe(10 + 3 + 30);
    expect(shown.notShown).toBe(' (not shown: 199990 warnings A)');
  });

  it('counts what is not shown for each code, the most frequent first', () => {
    const shown = new ShownIssues(Number.POSITIVE_INFINITY, false);
    shownOf(shown, [
      ...issues(12, 'warning', 'B'),
      ...issues(11, 'warning', 'A'),
      ...issues(30, 'warning', 'C'),
    ]);
    expect(shown.notShown).toBe(' (not shown: 20 warnings C, 2 warnings B, 1 warning A)');
  });

  it('shows programs every warning', () => {
    const shown = new ShownIssues(Number.POSITIVE_INFINITY, true);
    expect(shownOf(shown, issues(100, 'warning'))).toBe(100);
    expect(shown.notShown).toBe('');
  });

  it.each([true, false])('shows so many errors and so many warnings as it is told, with JSON %s', (json) => {
    const shown = new ShownIssues(2, json);
    expect(shownOf(shown, [...issues(3, 'error'), ...issues(3, 'warning')])).toBe(4);
    expect(shown.notShown).toBe(' (not shown: 1 error A, 1 warning A)');
  });
});
