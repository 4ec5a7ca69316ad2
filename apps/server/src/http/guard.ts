import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";

export interface GuardOptions {
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Told of what is answered 403, and why. */
  readonly onForbidden?: (request: IncomingMessage, sentence: string) => void;
}

/** Sets the security headers of an answer; true when it has answered itself, because the request may not go on. */
export type Guard = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Keeps other people's web pages away from a server that trusts whoever can reach it. A page may reach it in two ways:
 * by a name of its own that it points at our address (DNS rebinding), which the Host header gives away; or by a plain
 * cross-origin request, which the Origin header gives away.
 */
export function createGuard(options: GuardOptions): Guard {
  const hostAllowed = hostMatcher(options.allowedHosts);
  const originAllowed = originMatcher(options.corsOrigins);
  const forbid = (request: IncomingMessage, response: ServerResponse, text: string): true => {
    options.onForbidden?.(request, text);
    response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    return true;
  };

  return (request, response) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    const { host, origin } = request.headers;
    const hostIsAllowed = host === undefined || hostAllowed(host);
    if (!hostIsAllowed && !isHostIndifferent(request)) return forbid(request, response, hostText(host));
    if (origin === undefined) return false;

    response.setHeader("Vary", "Origin");
    const sameOrigin = hostIsAllowed && origin === originOf(request, host);
    if (sameOrigin || originAllowed(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      return isPreflight(request) && allowPreflight(request, response);
    }
    return !isReading(request) && forbid(request, response, originText(origin));
  };
}

/**
 * Probes go by address or by a name that only the cluster knows. OTLP is only ever written to, and a page that would
 * write sends an Origin, so its senders may call us by any name: a container's, a service's.
 */
function isHostIndifferent(request: IncomingMessage): boolean {
  const path = request.url ?? "";
  return /^\/(health|version)(\?|$)/.test(path) || (request.method === "POST" && /^\/+v1(development)?\//.test(path));
}

const isReading = ({ method }: IncomingMessage): boolean =>
  method === "GET" || method === "HEAD" || method === "OPTIONS";

const isPreflight = (request: IncomingMessage): boolean =>
  request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;

function allowPreflight(request: IncomingMessage, response: ServerResponse): true {
  response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  response.setHeader(
    "Access-Control-Allow-Headers",
    request.headers["access-control-request-headers"] ?? "Content-Type",
  );
  response.setHeader("Access-Control-Max-Age", 600);
  response.writeHead(204).end();
  return true;
}

const hostText = (host: string | undefined): string =>
  `Invalid Host header - possible DNS rebinding attack detected: '${host}' is not a name of this server. ` +
  "If it is, start the server with --allowed-hosts (SPANLOOM_ALLOWED_HOSTS) and that name.";

const originText = (origin: string): string =>
  `Cross-origin request blocked: pages from '${origin}' may not change anything here. ` +
  "If they should, start the server with --cors-origins (SPANLOOM_CORS_ORIGINS) and that origin.";

/** Addresses cannot be rebound, so every one is fine; of names, only ours. Ports never matter unless one was given. */
function hostMatcher(allowed: readonly string[]): (host: string) => boolean {
  if (allowed.includes("*")) return () => true;
  const rules = allowed.map((rule) => rule.toLowerCase());
  return (host) => {
    const full = host.toLowerCase();
    const name = full.replace(/:\d*$/, "");
    const bare = name.replace(/^\[|\]$/g, "");
    if (isIP(bare) !== 0 || name === "localhost" || name.endsWith(".localhost")) return true;
    return rules.some((rule) =>
      rule.startsWith("*.") ? name.endsWith(rule.slice(1)) : rule === name || rule === full,
    );
  };
}

function originMatcher(allowed: readonly string[]): (origin: string) => boolean {
  if (allowed.includes("*")) return () => true;
  const rules = new Set(allowed.map((rule) => rule.toLowerCase().replace(/\/$/, "")));
  return (origin) => rules.has(origin.toLowerCase()) || isLocal(origin);
}

function isLocal(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\./.test(hostname);
}

/** Behind a proxy that ends TLS we see http and the page https; the host is what decides. */
function originOf(request: IncomingMessage, host: string | undefined): string | undefined {
  const scheme = request.headers.origin?.split("://", 1)[0];
  return host === undefined ? undefined : `${scheme}://${host}`;
}
