import { untilAborted } from '../../shared/async/until-aborted.ts';

/** Lets so many reads run at each host at the same time; others wait for their turn. */
export class HostSlots {
  readonly #perHost: number;
  readonly #hosts = new Map<string, { running: number; readonly waiting: Set<() => void> }>();

  constructor(perHost: number) {
    this.#perHost = perHost;
  }

  async run<T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const slots = this.#hosts.get(host) ?? { running: 0, waiting: new Set() };
    this.#hosts.set(host, slots);
    while (slots.running >= this.#perHost) {
      let wake = () => {};
      const turn = new Promise<void>((resolve) => {
        wake = resolve;
      });
      slots.waiting.add(wake);
      try {
        await untilAborted(turn, signal);
      } finally {
        slots.waiting.delete(wake);
      }
    }
    slots.running += 1;
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      slots.running -= 1;
      for (const wake of slots.waiting) wake(); // those that find no room wait on
      if (slots.running === 0 && slots.waiting.size === 0) this.#hosts.delete(host);
    }
  }
}
