/**
 * The sending side as a process of its own, so that its work is not done by the one that measures. Told by its parent:
 * `{ url, workload, senders, batch }` once, then `{ send: requests }` as often as wished; each is answered.
 */
import { workloads } from "../workloads/workload.ts";
import { RecycledRequests } from "./recycled.ts";
import { type Answer, Exporter } from "./send.ts";
import type { Order, Report, Setup } from "./sender.ts";

process.once("message", (setup: Setup) => {
  const workload = workloads.find(({ name }) => name === setup.workload);
  if (workload === undefined) throw new Error(`no workload "${setup.workload}"`);
  const requests = new RecycledRequests(workload, setup.batch, setup.seed);
  const exporter = new Exporter(setup.url, setup.senders);
  let next = 0;
  process.on("message", async ({ send }: Order) => {
    const end = next + send;
    const answers: Answer[] = [];
    const start = performance.now();
    await Promise.all(
      Array.from({ length: setup.senders }, async () => {
        while (next < end) answers.push(await exporter.send(requests.request(next++)));
      }),
    );
    report({ seconds: (performance.now() - start) / 1_000, answers });
  });
  report({ seconds: 0, answers: [] });
});

function report(done: Report): void {
  process.send?.(done);
}
