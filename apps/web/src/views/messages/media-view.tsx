import type { MessagePart } from "@spanloom/conventions";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { type MediaSource, mediaSource } from "./media-source.ts";
import styles from "./messages.module.css";

type Media = Extract<MessagePart, { type: "media" }>;

/** A picture, sound or file of a message. Only what came with the trace is shown; nothing is fetched from elsewhere. */
export function MediaView({ media }: { media: Media }) {
  return <MediaSourceView source={mediaSource(media)} name={media.mimeType ?? media.modality} of="the message" />;
}

/** `name` is what it is, `of` what it belongs to. */
export function MediaSourceView({ source, name, of }: { source: MediaSource; name: string; of: string }) {
  const label = `${name} of ${of}`;
  const shows = "shows" in source ? source.shows : "file";
  if ("shows" in source && shows === "image") return <img className={styles.image} src={source.url} alt={label} />;
  if ("shows" in source && shows === "audio") {
    // biome-ignore lint/a11y/useMediaCaption: recorded speech comes without captions
    return <audio className={styles.audio} controls src={source.url} aria-label={label} />;
  }
  if ("shows" in source && shows === "video") {
    // biome-ignore lint/a11y/useMediaCaption: as above
    return <video className={styles.image} controls src={source.url} aria-label={label} />;
  }
  return (
    <p className={styles.file}>
      <Icon name="file" size={14} />
      <Named name={name} source={source} />
    </p>
  );
}

function Named({ name, source }: { name: string; source: MediaSource }) {
  if ("shows" in source) {
    return (
      <a href={source.url} download>
        {name}
        {source.sizeBytes !== undefined && `, ${formatBytes(source.sizeBytes)}`}
      </a>
    );
  }
  if (source.type === "remote") {
    return (
      <>
        {name} at {source.host}
        <a href={source.url} target="_blank" rel="noopener noreferrer nofollow">
          not loaded: open it there
        </a>
      </>
    );
  }
  return (
    <>
      {name} <code>{source.text}</code>
    </>
  );
}
