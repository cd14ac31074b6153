import { describe, expect, it } from 'vitest';
import { VerificationBudget } from '../../src/import/settle/verification-budget.ts';
import { verificationSummary } from '../../src/import/settle/verification-summary.ts';
import fc from '../support/properties.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('VerificationBudget', () => {
  it('gives each shard its share of the time, and what earlier ones have left', () => {
    const budget = new VerificationBudget(10);
    budget.add(0.25);
    expect(budget.leftMs).toBe(150_000);
    budget.spend(100_000);
    budget.add(0.25);
    expect(budget.leftMs).toBe(200_000);
    budget.spend(250_000); // the last question takes longer than the time that was left
    expect(budget.leftMs).toBe(0);
    budget.add(0.5);
    expect(budget.leftMs).toBe(250_000);
  });

  it('never gives more than the whole time, whatever the shards are, and nothing of no time', () => {
    fc.assert(
      fc.property(fc.array(share), fc.nat({ max: 60 }), (shares, minutes) => {
        const budget = new VerificationBudget(minutes);
        let spent = 0;
        for (const one of shares) {
          budget.add(one);
          const left = budget.leftMs;
          budget.spend(left);
          spent += left;
        }
        expect(spent).toBeLessThanOrEqual(minutes * 60_000 + 1);
      }),
    );
  });
});

/** The counts of a shard; of one that was not asked on, `asked` is its part of the sample. */
const shard = (counts: {
  readonly images: number;
  readonly asked: number;
  readonly missing?: number;
  readonly sample?: { readonly asked: number; readonly missing: number };
  readonly notAsked?: number;
}) => ({
  ...{ missing: 0, unanswered: 0, notAsked: 0 },
  sample: { asked: counts.asked, missing: counts.missing ?? 0 },
  ...counts,
});

describe('verificationSummary()', () => {
  it('counts each shard by its images, not by its questions', () => {
    const bad = shard({ images: 1_000, asked: 1_000, missing: 100, sample: { asked: 25, missing: 3 } });
    const good = shard({ images: 1_000, asked: 25 });
    const { means, missingShareAtMost } = verificationSummary([bad, good]);
    expect(means).toMatch(/^100 of 1025 missing: about 5 %, and with 95 % confidence fewer than \d+ %/);
    expect(missingShareAtMost).toBeGreaterThan(0.05 + 0.03); // 25 questions cannot show that none of 1000 is missing
  });

  it('says of how many images nothing is known when the time is over, and what to do', () => {
    const cut = shard({
      images: 900,
      asked: 600,
      missing: 60,
      sample: { asked: 50, missing: 5 },
      notAsked: 300,
    });
    expect(verificationSummary([cut])).toMatchObject({ notAsked: 300, missing: 60 });
    expect(verificationSummary([cut]).means).toMatch(
      /; 300 more were to be asked for, and were not in time: .*verified: false.*verify 'all' or more verifyMinutes$/,
    );
  });

  it('bounds the share that is missing by what was seen and by what was not asked for', () => {
    const counts = fc.record({ images: fc.nat({ max: 500 }), asked: share, missing: share, sample: share });
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 8 }), (parts) => {
        const shards = parts.map(({ images, ...parted }) => {
          const asked = Math.round(images * parted.asked);
          const missing = Math.round(asked * parted.missing);
          const inSample = Math.round(asked * parted.sample);
          return shard({
            ...{ images, asked, missing },
            sample: { asked: inSample, missing: Math.min(missing, inSample) },
          });
        });
        const { images, asked, missing, missingShareAtMost } = verificationSummary(shards);
        if (images === 0) return expect(missingShareAtMost).toBe(0);
        expect(missingShareAtMost).toBeGreaterThanOrEqual(0);
        expect(missingShareAtMost * images).toBeLessThanOrEqual(missing + images - asked + 1e-6);
        if (asked === images) expect(missingShareAtMost * images).toBeCloseTo(missing, 6);
      }),
    );
  });
});
