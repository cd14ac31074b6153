import { describe, expect, it } from 'vitest';
import type { ImportFact } from '../../../src/import/state/import-facts.ts';
import { NamedTasks } from '../../../src/import/state/named-tasks.ts';
import fc from '../../support/properties.ts';

const REF = { version: 1, region: 'cn-shanghai', instance: 'shop', bucket: 'bucket', path: '/shop' } as const;

type Step = { readonly before: readonly string[] } | { readonly id: string };

const factOf = (step: Step): ImportFact => ({
  ...{ shard: 1, lines: '1-9' },
  ...('id' in step ? { task: { ...REF, id: step.id } } : { intent: { ...REF, before: step.before } }),
});

const beforeOf = (fact: ImportFact): readonly string[] | undefined =>
  'intent' in fact ? fact.intent?.before : undefined;

const id = fc.nat(30).map(String);
const steps = fc.array(
  fc.oneof(
    fc.record({ id }),
    fc.uniqueArray(id).map((before) => ({ before })),
  ),
);

describe('NamedTasks', () => {
  it('writes each task once, and gives every intent the tasks back that were named up to it', () => {
    const property = fc.property(steps, (all) => {
      const [writer, reader] = [new NamedTasks(), new NamedTasks()];
      const [named, written] = [new Set<string>(), [] as string[]];
      const read: { readonly fact: ImportFact; readonly expected: ReadonlySet<string> }[] = [];
      for (const step of all) {
        const fact = writer.written(factOf(step));
        writer.read(fact);
        written.push(...(beforeOf(fact) ?? []));
        for (const one of 'id' in step ? [step.id] : step.before) named.add(one);
        read.push({ fact: reader.read(JSON.parse(JSON.stringify(fact))), expected: new Set(named) });
      }
      expect(new Set(written).size).toBe(written.length);
      // Asked at the end: what is named later is not of an earlier intent.
      for (const { fact, expected } of read) {
        const before = beforeOf(fact);
        if (before !== undefined) expect(new Set(before)).toEqual(expected);
      }
    });
    fc.assert(property);
  });

  it('leaves a fact without an intent, and one whose task was refused, as it is', () => {
    const tasks = new NamedTasks();
    const facts: ImportFact[] = [{ taken: 2 }, { shard: 1, lines: '1-9', intent: null }];
    for (const fact of facts) {
      expect(tasks.written(fact)).toEqual(fact);
      expect(tasks.read(fact)).toEqual(fact);
    }
  });
});
