// Shared by the workers: runs the work that the command line asks for and prints what it took.
import { highWater } from './high-water.mjs';

/** What the command line hands over: `work` names one of the works, the rest is for it. */
export const input = JSON.parse(process.argv[2]);

/**
 * A work returns how much it did, with `seconds` when not all of its time counts. It may call `look`, which
 * notes the memory in use: while a work never waits, nothing else does.
 */
export async function measure(works) {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const looking = setInterval(look, 5);
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const { done, seconds = (performance.now() - start) / 1000 } = await works[input.work](look);
  const { user, system } = process.cpuUsage(cpuBefore);
  look();
  clearInterval(looking);
  const peakMb = Math.max(peak, highWater()) / 2 ** 20;
  console.log(JSON.stringify({ done, seconds, peakMb, cpuSeconds: (user + system) / 1e6 }));
}
