import { late } from "../../widgets/late.tsx";

/** The form that says something of a trace or a span; its code comes when it is first opened. */
export const FeedbackForm = late(async () => (await import("./feedback-form.tsx")).FeedbackForm);
