import { type Issue, passes } from '../../shared/errors/issue.ts';
import { type MetaOptions, metaContext } from '../model/meta-options.ts';
import { RecordCheck } from './check-record.ts';

/** Asks the rules of increment.meta about names alone: what Image Search takes as PicName. */
export class PicNameCheck {
  readonly #rules: RecordCheck;

  /** @param metaFolder the folder in the bucket that names are relative to */
  constructor(metaFolder: string, options: Pick<MetaOptions, 'serviceType'> = {}) {
    this.#rules = new RecordCheck(metaContext({ ...options, picNameBase: 'folder', metaFolder }));
  }

  /** Everything that is to be said of a name. */
  issuesOf(picName: string): readonly Issue[] {
    const record = { operationType: 'ADD', productId: 'any', picName };
    return this.#rules.check(record, 'record').issues.filter(({ path }) => path[0] === 'PicName');
  }

  /** What keeps a name from being one; undefined when nothing does. */
  whyNone(picName: string): string | undefined {
    const issues = this.issuesOf(picName);
    return passes(issues) ? undefined : issues.find(({ severity }) => severity === 'error')?.message;
  }
}
