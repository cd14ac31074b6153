import { describe, expect, it } from 'vitest';
import { ReportAccount } from '../../src/report/report-account.ts';
import fc from '../support/properties.ts';
import { issue, rows } from './report-data.ts';

const accountOf = (all: readonly Parameters<ReportAccount['add']>[0][]): ReportAccount => {
  const account = new ReportAccount();
  for (const row of all) account.add(row);
  return account;
};

describe('the account of a report', () => {
  it('adds up: what was supplied is the sum of the statuses and of what is open', () => {
    fc.assert(
      fc.property(fc.array(rows), fc.nat(5), (all, open) => {
        const account = accountOf(all);
        const { counts, open: found } = account.statuses(all.length + open);
        expect(found).toBe(open);
        expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(all.length);
        const codes = account.codes();
        for (const { code, rows: count } of codes)
          expect(count).toBe(all.filter(({ issues }) => issues.some((one) => one.code === code)).length);
        const sized = all.filter(({ image }) => image !== undefined).length;
        expect(account.sizes.steps().reduce((sum, { images }) => sum + images, 0)).toBe(sized);
      }),
    );
  });

  it('throws when there are more rows than were supplied', () => {
    const account = accountOf([
      { status: 'accepted', issues: [] },
      { status: 'refused', issues: [] },
    ]);
    expect(() => account.statuses(1)).toThrow('Defect in the report: 1 supplied');
  });

  it('refuses a status that no row has', () => {
    const row = { status: 'lost', issues: [] } as unknown as Parameters<ReportAccount['add']>[0];
    expect(() => new ReportAccount().add(row)).toThrow(/^Cannot report a row .*"lost"$/);
  });

  it('counts the codes beyond its limit together', () => {
    const all = Array.from(
      { length: 503 },
      (_, n) => ({ status: 'failed', issues: [issue(`C${n}`)] }) as const,
    );
    const account = accountOf(all);
    expect(account.codes()).toHaveLength(500);
    expect(account.otherCodes).toBe(3);
  });

  it('counts sizes in steps of which the limit of 4 MiB is one', () => {
    const image = (bytes: number) => ({ status: 'accepted', issues: [], image: { bytes } }) as const;
    const account = accountOf([0, 4_194_304, 4_194_305, 999_999_999].map(image));
    const steps = account.sizes.steps();
    expect(steps[0]).toEqual({ upTo: 16_384, images: 1 });
    expect(steps.find(({ upTo }) => upTo === 4_194_304)?.images).toBe(1);
    expect(steps.find(({ upTo }) => upTo === 8_388_608)?.images).toBe(1);
    expect(steps.at(-1)).toEqual({ upTo: Number.POSITIVE_INFINITY, images: 1 });
  });
});
