/** A text with the first place of `mark` in it marked, without regard to case. */
export function Highlighted({ text, mark }: { text: string; mark: string }) {
  const at = mark === "" ? -1 : text.toLowerCase().indexOf(mark.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + mark.length)}</mark>
      {text.slice(at + mark.length)}
    </>
  );
}
