import type { LabelSchema } from "@spanloom/wire";
import { useState } from "react";
import { useLabelSchemaChanges, useLabelSchemaList } from "../../data/label-schemas.ts";
import { answersText } from "../../views/feedback/answer.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { QuestionForm } from "../../views/review/question-form.tsx";
import { Button, IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { Icon } from "../../widgets/icon.tsx";
import styles from "./review-queues-page.module.css";

/** The questions of an experiment: made, changed where that keeps earlier answers true, and deleted. */
export function Questions({ experimentId }: { experimentId: string }) {
  const schemas = useLabelSchemaList(experimentId);
  const changes = useLabelSchemaChanges(experimentId);
  const [editing, setEditing] = useState<LabelSchema | "new" | undefined>();
  const [deleting, setDeleting] = useState<LabelSchema | undefined>();
  if (schemas.error && !schemas.data) {
    return <LoadFailed what="questions" error={schemas.error} onRetry={() => void schemas.refetch()} />;
  }
  const edited = editing === "new" ? undefined : editing;
  return (
    <div className={styles.questions}>
      <ul aria-label="Questions">
        {schemas.data?.map((schema) => (
          <li key={schema.schema_id}>
            <div className={styles.head}>
              <h2>{schema.name}</h2>
              <span className={styles.quiet}>
                {schema.type === "EXPECTATION" ? "what was expected" : "feedback"}
                {schema.enable_comment && ", with a comment"}
              </span>
              {schema.is_default ? (
                <span className={styles.quiet}>every experiment has it</span>
              ) : (
                <span className={styles.tools}>
                  <IconButton icon="edit" label={`Change ${schema.name}`} onClick={() => setEditing(schema)} />
                  <IconButton icon="trash" label={`Delete ${schema.name}`} onClick={() => setDeleting(schema)} />
                </span>
              )}
            </div>
            {schema.instruction && <p>{schema.instruction}</p>}
            <p className={styles.quiet}>{answersText(schema)}</p>
          </li>
        ))}
      </ul>
      <Button onClick={() => setEditing("new")}>
        <Icon name="plus" size={14} />
        New question
      </Button>
      <Dialog
        open={editing !== undefined}
        onOpen={(open) => !open && setEditing(undefined)}
        title={edited ? "Question" : "New question"}
      >
        {editing && (
          <QuestionForm
            {...(edited && { edits: edited })}
            onCancel={() => setEditing(undefined)}
            onSave={async ({ type, ...question }) => {
              if (edited) await changes.update({ schema_id: edited.schema_id, ...question });
              else await changes.create({ type, ...question });
              setEditing(undefined);
            }}
          />
        )}
      </Dialog>
      <ConfirmDialog
        open={deleting !== undefined}
        onOpen={(open) => !open && setDeleting(undefined)}
        title={`Delete ${deleting?.name}?`}
        action="Delete for good"
        onConfirm={async () => {
          if (deleting?.schema_id) await changes.remove(deleting.schema_id);
        }}
      >
        Queues that ask it will not any more. The answers that were given to it stay.
      </ConfirmDialog>
    </div>
  );
}
