/** The bytes of a stream in blobs of `size`, the last one being smaller; an empty one for a stream without bytes. */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Blob, void, undefined> {
  let block: BlobPart[] = [];
  let length = 0;
  for await (let chunk of chunks) {
    while (length + chunk.length >= size) {
      const room = size - length;
      yield new Blob([...block, chunk.subarray(0, room) as BlobPart]);
      chunk = chunk.subarray(room);
      block = [];
      length = 0;
    }
    if (chunk.length > 0) block.push(chunk as BlobPart);
    length += chunk.length;
  }
  yield new Blob(block);
}

/** What was taken from an iterator, and what is left in it. */
export async function* rejoined<T>(taken: T, rest: AsyncIterator<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield taken;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The bytes of blobs, asked for as they are read. */
export function streamOf(blobs: AsyncIterator<Blob>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await blobs.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(await value.arrayBuffer()));
    },
    async cancel() {
      await blobs.return?.();
    },
  });
}
