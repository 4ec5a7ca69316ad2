export type { ChangeListener, Changes, TraceChange } from "./changes.ts";
export { type Connection, type Db, isOutOfSpace, isTransient, type Pool } from "./postgres/db.ts";
export { DataDirectoryInUse, type EmbeddedPostgres, startEmbedded } from "./postgres/embedded.ts";
export { ensureSchema, SchemaError, upgradeSchema } from "./postgres/migrate.ts";
export { openStore, type Store, type StoreOptions } from "./store.ts";
