import type { SubmitIntent } from '../../task/submit/find-started.ts';
import type { ImportFact } from './import-facts.ts';

/**
 * The ids of batch tasks that the journal of an import names, each once. An intent names there only those that no fact before
 * it names: with all of them in each intent, the journal would grow with the square of the tasks. None of them can be the
 * task that a later intent starts, as they were listed, or started, before it.
 */
export class NamedTasks {
  readonly #ids: string[] = [];
  readonly #named = new Set<string>();

  /** The fact as it is written: without the ids that the journal has. */
  written<F extends ImportFact>(fact: F): F {
    const intent = intentOf(fact);
    if (intent === undefined) return fact;
    return { ...fact, intent: { ...intent, before: intent.before.filter((id) => !this.#named.has(id)) } };
  }

  /** Takes a fact as it was written. Returns it whole: with the ids that the facts before it name. */
  read<F extends ImportFact>(fact: F): F {
    if ('task' in fact && fact.task !== undefined) this.#add(fact.task.id);
    const intent = intentOf(fact);
    if (intent === undefined) return fact;
    for (const id of intent.before) this.#add(id);
    const [ids, length] = [this.#ids, this.#ids.length];
    const whole: SubmitIntent = {
      ...intent,
      get before() {
        return ids.slice(0, length); // made when it is asked for, as most intents are not
      },
    };
    return { ...fact, intent: whole };
  }

  #add(id: string): void {
    if (this.#named.has(id)) return;
    this.#named.add(id);
    this.#ids.push(id);
  }
}

const intentOf = (fact: ImportFact): SubmitIntent | undefined =>
  ('intent' in fact ? fact.intent : undefined) ?? undefined;
