/** What an import takes, computed before it is begun: hours, requests, and what a machine needs. Nothing is asked. */
import { planImport } from 'imagesearch-import';

for (const workers of [1, 10]) {
  const { route, hours, tasks, requests, worker } = planImport({
    ...{ images: 5_000_000, bytesPerImage: 150_000, workers, megabitsPerSecond: 1_000 },
  });
  console.log(
    `${workers} machines, ${route}: ${tasks} tasks, ${Math.round(hours.sending)} hours for the uploads`,
  );
  console.log(requests, `${Math.round(worker.disk / 1e6)} MB of the disk of each`);
}
