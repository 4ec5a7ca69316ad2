import type { MessagePart } from "@spanloom/conventions";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { type MediaSource, mediaSource } from "./media-source.ts";
import styles from "./messages.module.css";

type Media = Extract<MessagePart, { type: "media" }>;

/** A picture, sound or file of a message. Only what came with the message is shown; nothing is fetched from elsewhere. */
export function MediaView({ media }: { media: Media }) {
  const source = mediaSource(media);
  const name = media.mimeType ?? media.modality;
  if (source.type === "inline" && source.shows === "image") {
    return <img className={styles.image} src={source.url} alt={`${name} of the message`} />;
  }
  if (source.type === "inline" && source.shows === "audio") {
    // biome-ignore lint/a11y/useMediaCaption: recorded speech comes without captions
    return <audio className={styles.audio} controls src={source.url} aria-label={`${name} of the message`} />;
  }
  if (source.type === "inline" && source.shows === "video") {
    // biome-ignore lint/a11y/useMediaCaption: as above
    return <video className={styles.image} controls src={source.url} aria-label={`${name} of the message`} />;
  }
  return (
    <p className={styles.file}>
      <Icon name="file" size={14} />
      <Named media={media} name={name} source={source} />
    </p>
  );
}

function Named({ media, name, source }: { media: Media; name: string; source: MediaSource }) {
  if (source.type === "inline") {
    return (
      <a href={source.url} download={`${media.modality}`}>
        {name}, {formatBytes(source.sizeBytes)}
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
