import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../docs/markdown.ts';
import { DOCS, READMES, textOf } from '../docs/pages.ts';
import { runExamples } from './run-examples.ts';

/** By page and number: what needs a service that no test has, or is a part of a whole that is tested elsewhere. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'docs/callbacks.md 2': 'Express',
  'docs/callbacks.md 3': 'a server of Fastify, which examples/picture-service has',
  'docs/catalogue.md 1': 'a catalogue of other columns, which test/catalogue has',
  'docs/emulator.md 3': "Alibaba's SDK, which test/contract has",
  'docs/emulator.md 6': 'an emulator without a task',
  'docs/import.md 2': 'an account of AWS',
  'docs/many-machines.md 1': 'a Redis',
  'docs/many-machines.md 2': 'a Redis, and Bull Board',
  'docs/recipes/custom-domain-vpc.md 1': 'a domain',
  'docs/recipes/web-service.md 1': 'a service that runs on, which examples/picture-service is',
  'docs/service.md 2': 'a gateway with a certificate of its own',
  'docs/service.md 3': 'a domain',
  'docs/sources.md 1': 'an account of AWS',
};

// The Chinese pages have the same samples, which languages.test.ts sees to; those marked `run` are run as they stand.
const samples = [...READMES, ...DOCS]
  .filter((page) => !/zh/.test(page))
  .flatMap((page) =>
    codeBlocks(textOf(page))
      .filter(({ language, mark }) => language === 'ts' && mark !== 'run')
      .map(({ text }, n) => ({ name: `${page} ${n + 1}`, code: text.replace('seconds: 30', 'seconds: 1') })),
  );

describe('the samples of pages', () => {
  it('run against the emulator', { timeout: 180_000 }, async () => {
    const run = samples.filter(({ name }) => !Object.hasOwn(NOT_RUN, name));
    expect(await runExamples(run)).toEqual([]);
    expect(run.length).toBeGreaterThan(30);
  });

  it('are each there that is not run', () => {
    expect(Object.keys(NOT_RUN).filter((key) => !samples.some(({ name }) => name === key))).toEqual([]);
  });
});
