export * from "./span-view.ts";
