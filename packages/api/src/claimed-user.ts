import type { RequestHeaders } from "./handler.ts";

/** The user name of a Basic Authorization header; undefined where the request has none. The password is not looked at. */
export function claimedUser({ authorization }: RequestHeaders): string | undefined {
  const [, encoded] = /^basic ([a-z0-9+/]+=*)$/i.exec(typeof authorization === "string" ? authorization : "") ?? [];
  if (encoded === undefined) return undefined;
  const name = Buffer.from(encoded, "base64").toString().split(":", 1)[0]!;
  return name === "" ? undefined : name.slice(0, 256);
}
