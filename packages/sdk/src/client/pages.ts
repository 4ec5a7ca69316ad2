import type { CallOptions } from "./transport.ts";

/** What every search takes. */
export interface SearchOptions extends CallOptions {
  /** In the search language; see docs/reference/search.md. Default: everything. */
  readonly filter?: string | undefined;
  /** `"<field> ASC"` or `"<field> DESC"`, the first counts most. */
  readonly orderBy?: readonly string[] | undefined;
  /** How many are asked for at once. It limits nothing: leave the loop when you have enough. */
  readonly pageSize?: number | undefined;
}

/**
 * The items of all pages, one page ahead of none: the next one is asked for when the loop comes to its end. A server that
 * gives the same token again, as none should, ends the loop and does not keep it forever.
 */
export async function* itemsOf<Page extends { next_page_token?: string | undefined }, Item>(
  ask: (pageToken: string | undefined) => Promise<Page>,
  read: (page: Page) => readonly Item[] | undefined,
): AsyncGenerator<Item, void, undefined> {
  let token: string | undefined;
  do {
    const before = token;
    const page = await ask(token);
    yield* read(page) ?? [];
    token = page.next_page_token === before ? undefined : page.next_page_token;
  } while (token);
}
