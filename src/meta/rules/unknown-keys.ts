import { show } from '../../shared/options/checks.ts';
import { loneSurrogate } from '../../shared/text/lone-surrogate.ts';
import { didYouMean } from './did-you-mean.ts';
import { withLoneSurrogate } from './limits.ts';
import type { MetaIssue } from './meta-issue.ts';

/** Whether a record's keys are the file's names (`ProductId`) or the code's (`productId`). */
export type Naming = 'json' | 'record';

/** So many keys of a record get an issue of their own; the others are counted. */
const MOST_SHOWN = 20;
/** So many issues are remembered. */
const MOST_REMEMBERED = 64;

/** What is wrong with keys that are no field's. Such a key mostly stands in many lines, and a guess is slow. */
export class UnknownKeys {
  readonly #issues = new Map<string, MetaIssue>();

  /** The issue of a key of the file. */
  issueOf(name: string): MetaIssue {
    const known = this.#issues.get(name);
    if (known !== undefined) return known;
    const issue = issueOf(name, undefined, 'json');
    if (this.#issues.size < MOST_REMEMBERED) this.#issues.set(name, issue);
    return issue;
  }

  /** The keys of one record. */
  ofRecord(naming: Naming): KeysOfRecord {
    return new KeysOfRecord(naming, this);
  }
}

class KeysOfRecord {
  readonly #naming: Naming;
  readonly #keys: UnknownKeys;
  #shown = 0;
  readonly #more = { error: 0, warning: 0 };

  constructor(naming: Naming, keys: UnknownKeys) {
    this.#naming = naming;
    this.#keys = keys;
  }

  /** The issue of a key; undefined when the key is counted instead. */
  take(name: string, value: unknown): MetaIssue | undefined {
    const broken = this.#naming === 'json' ? brokenText(name, value) : undefined;
    if (this.#shown === MOST_SHOWN) {
      this.#more[broken === undefined ? 'warning' : 'error'] += 1;
      return undefined;
    }
    this.#shown += 1;
    return this.#naming === 'record' || (broken !== undefined && broken !== name)
      ? issueOf(name, value, this.#naming)
      : this.#keys.issueOf(name);
  }

  /** The issues that stand for the keys that were counted: one for each severity. */
  *more(): Generator<MetaIssue, void, void> {
    const { error, warning } = this.#more;
    const whole = { path: [], field: null };
    if (error > 0) {
      const message = `${error} more keys or their values have half of a surrogate pair`;
      yield { code: 'META_LONE_SURROGATE', severity: 'error', ...whole, message, count: error };
    }
    if (warning > 0) {
      const message = `${warning} more keys are not fields of increment.meta`;
      yield { code: 'META_UNKNOWN_KEY', severity: 'warning', ...whole, message, count: warning };
    }
  }
}

/** A key, or else its value, if UTF-8 cannot hold it. */
const brokenText = (name: string, value: unknown): string | undefined =>
  (typeof value === 'string' ? [name, value] : [name]).find((text) => loneSurrogate(text) !== undefined);

function issueOf(name: string, value: unknown, naming: Naming): MetaIssue {
  const broken = naming === 'json' ? brokenText(name, value) : undefined;
  if (broken !== undefined) {
    const message = withLoneSurrogate(broken === name ? `The key ${show(name)}` : show(name), broken);
    return { code: 'META_LONE_SURROGATE', severity: 'error', path: [name], field: name, message };
  }
  const meant = didYouMean(name, naming);
  return {
    code: 'META_UNKNOWN_KEY',
    severity: 'warning',
    path: [name],
    field: name,
    message: `${show(name)} is not a field of increment.meta${meant === undefined ? ' and has no effect' : `: did you mean "${meant}"?`}`,
  };
}
