/** The stream of server-sent events that names new and growing traces. */
export interface Changes {
  /** Trace ids so far, in the order in which they were named. */
  readonly traceIds: readonly string[];
  close(): void;
}

/** Resolves once the stream is open. */
export async function openChanges(url: string, query = ""): Promise<Changes> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/spanloom/v1/changes${query}`, { signal: abort.signal });
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok || !type.startsWith("text/event-stream") || response.body === null) {
    throw new Error(`/changes answered ${response.status} ${type}`);
  }
  const traceIds: string[] = [];
  void read(response.body, traceIds).catch(() => undefined);
  return { traceIds, close: () => abort.abort() };
}

async function read(body: ReadableStream<Uint8Array>, traceIds: string[]): Promise<void> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const lines = event.split("\n");
      if (!lines.includes("event: traces")) continue;
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      const { traces } = JSON.parse(data.join("\n")) as { traces: { trace_id: string }[] };
      traceIds.push(...traces.map(({ trace_id }) => trace_id));
    }
  }
}
