import { readFileSync } from 'node:fs';

/** The peak of this process' memory in bytes, where Linux keeps it. The one of `resourceUsage` begins with the parent's. */
export function highWater() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
