import { PageHeader } from "../../views/page-header/page-header.tsx";
import { NewPrompt } from "./new-prompt.tsx";
import { PromptList } from "./prompt-list.tsx";

/** `/prompts?q=&sort=`: every prompt, found by its name, and new ones made. */
export function Component() {
  return (
    <>
      <PageHeader crumbs={[{ label: "Prompts" }]}>
        <NewPrompt />
      </PageHeader>
      <PromptList />
    </>
  );
}
