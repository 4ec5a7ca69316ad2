/** The instrumentation scope of our own spans. */
export const scopeName = "@spanloom/sdk";
