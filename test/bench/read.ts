export const read = { summary: "", async run(_args: readonly string[]): Promise<void> {} };
