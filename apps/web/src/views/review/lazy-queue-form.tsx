import { late } from "../../widgets/late.tsx";

/** The form of a review queue; its code comes when it is first opened. */
export const QueueForm = late(async () => (await import("./queue-form.tsx")).QueueForm);
