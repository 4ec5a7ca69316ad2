-- Since then the content of a chunk of spans may be in two zstd frames: first everything but its long texts, then these
-- (store/src/chunk-parts.ts). Chunks of before have one.
alter table chunks add column head_bytes integer;  -- of `data`: how long the first frame is; null where there is but one
