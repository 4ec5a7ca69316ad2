import { defaultResource, type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import type { Config } from "../config/config.ts";

/** What every span says of the program: OpenTelemetry's own attributes, the configured ones, and its name. */
export function resourceOf({ serviceName, resourceAttributes }: Config): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      ...resourceAttributes,
      ...(serviceName !== undefined && { "service.name": serviceName }),
    }),
  );
}
