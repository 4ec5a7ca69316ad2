import { memo } from "react";
import ReactMarkdown, { type Components, defaultUrlTransform } from "react-markdown";
import { Icon } from "../icon.tsx";
import styles from "./markdown.module.css";
import { type Block, splitTables } from "./split-tables.ts";

/**
 * Markdown of strangers, drawn safely: HTML in it is text, links open elsewhere without our address, and images of
 * other servers are named but not loaded, so that looking at a trace tells nobody.
 */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      {splitTables(text).map((block, at) => (
        <BlockView key={at} block={block} />
      ))}
    </div>
  );
});

function BlockView({ block }: { block: Block }) {
  if (block.type === "text") return <Inline text={block.text} />;
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            {block.head.map((cell, at) => (
              <th key={`${at} ${cell}`} style={{ textAlign: block.align[at] ?? "left" }}>
                <Inline text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, line) => (
            <tr key={`${line} ${row.join()}`}>
              {row.map((cell, at) => (
                <td key={`${at} ${cell}`} style={{ textAlign: block.align[at] ?? "left" }}>
                  <Inline text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inline({ text }: { text: string }) {
  return (
    <ReactMarkdown components={components} urlTransform={safeUrl}>
      {text}
    </ReactMarkdown>
  );
}

const inlineImage = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;

/** react-markdown's own rule (no `javascript:` and the like), and pictures that are part of the text. */
function safeUrl(url: string, key: string): string {
  return key === "src" && inlineImage.test(url) ? url : defaultUrlTransform(url);
}

const components: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ src, alt }) => {
    if (typeof src === "string" && inlineImage.test(src)) return <img src={src} alt={alt ?? ""} />;
    return (
      <span className={styles.remote}>
        <Icon name="file" size={13} />
        {alt || "image"}
        {src && (
          <a href={String(src)} target="_blank" rel="noopener noreferrer nofollow">
            not loaded: open it at its server
          </a>
        )}
      </span>
    );
  },
};
