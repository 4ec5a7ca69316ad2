import { invalidParameter } from "@spanloom/wire";

/** A server's address without the slash at its end and without credentials, for which `fetch` has a header. */
export function credentialsIn(address: string): { url: string; authorization?: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw invalidParameter("url", "must be the http or https address of a server", address);
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  const plain = url.origin + url.pathname.replace(/\/+$/, "");
  if (username === "" && password === "") return { url: plain };
  return { url: plain, authorization: basic(decodeURIComponent(username), decodeURIComponent(password)) };
}

function basic(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
