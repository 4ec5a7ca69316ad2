import { defaultLabelSchema } from "@spanloom/store";
import {
  ApiError,
  type Init,
  type InputCategorical,
  type InputNumeric,
  type InputPassFail,
  type InputText,
  type LabelSchema,
  type LabelSchemaInput,
} from "@spanloom/wire";

const maxName = 250;
const maxInstruction = 1000;
const maxOptions = 10;
const maxLabel = 64;

export function labelSchemaName(name: string): string {
  if (name === "") throw refused("Label schema `name` must be a non-empty string.");
  atMost("Label schema `name`", name, maxName);
  if (name.trim().toLowerCase() === defaultLabelSchema.name.toLowerCase()) {
    throw refused(`\`${name}\` is reserved for the experiment's default question and cannot be used for another one.`);
  }
  return name;
}

export function labelSchemaInstruction(instruction: string): string {
  return atMost("Label schema `instruction`", instruction, maxInstruction);
}

/** What reviewers may answer, checked, as it is stored. */
export function labelSchemaInput(input: LabelSchemaInput | undefined): Init<LabelSchemaInput> {
  const { pass_fail, categorical, numeric, text } = input ?? {};
  if (pass_fail !== undefined) return { pass_fail: passFail(pass_fail) };
  if (categorical !== undefined) return { categorical: categoricalInput(categorical) };
  if (numeric !== undefined) return { numeric: numericInput(numeric) };
  if (text !== undefined) return { text: textInput(text) };
  throw refused("Label schema `input` must have exactly one of `pass_fail`, `categorical`, `numeric`, or `text` set.");
}

/** Answers that were given to a question must stay answers to it. */
export function checkSameInput(before: Init<LabelSchema>, input: Init<LabelSchemaInput>): void {
  const [was] = Object.keys(before.input ?? {});
  const [is] = Object.keys(input);
  if (was !== is) {
    throw refused(`A label schema's input type cannot be changed after creation (existing: ${was}, got: ${is}).`);
  }
  if (input.categorical !== undefined && input.categorical.multi_select !== before.input?.categorical?.multi_select) {
    throw refused("`InputCategorical.multi_select` cannot be changed after creation.");
  }
}

function passFail({ positive_label = "", negative_label = "" }: InputPassFail): InputPassFail {
  for (const [name, label] of Object.entries({ positive_label, negative_label })) {
    if (label === "") throw refused(`\`InputPassFail.${name}\` must be a non-empty string.`);
    atMost(`\`InputPassFail.${name}\``, label, maxLabel);
  }
  if (positive_label === negative_label) {
    throw refused(`\`InputPassFail.positive_label\` and \`negative_label\` must be distinct; got '${positive_label}'.`);
  }
  return { positive_label, negative_label };
}

function categoricalInput({ options, multi_select = false }: InputCategorical): InputCategorical {
  if (options.length === 0) throw refused("`InputCategorical.options` must be a non-empty list.");
  if (options.length > maxOptions) {
    throw refused(`\`InputCategorical.options\` must have at most ${maxOptions} entries; got ${options.length}.`);
  }
  for (const [index, option] of options.entries()) {
    if (option === "") throw refused("`InputCategorical.options` entries must be non-empty strings.");
    atMost("`InputCategorical.options` entries", option, maxLabel);
    if (options.indexOf(option) < index) {
      throw refused(`\`InputCategorical.options\` must be deduplicated; '${option}' appears twice.`);
    }
  }
  return { options, multi_select };
}

function numericInput({ min_value, max_value }: InputNumeric): InputNumeric {
  for (const [name, value] of Object.entries({ min_value, max_value })) {
    if (value !== undefined && !Number.isFinite(value)) throw refused(`\`InputNumeric.${name}\` must be a number.`);
  }
  if (min_value !== undefined && max_value !== undefined && min_value >= max_value) {
    throw refused(
      `\`InputNumeric.min_value\` must be strictly less than \`max_value\`; got min=${min_value}, max=${max_value}.`,
    );
  }
  return { min_value, max_value };
}

function textInput({ max_length }: InputText): InputText {
  if (max_length !== undefined && max_length < 1) {
    throw refused(`\`InputText.max_length\` must be at least 1; got ${max_length}.`);
  }
  return { max_length };
}

function atMost(what: string, text: string, length: number): string {
  if (text.length > length) throw refused(`${what} must be at most ${length} characters; got ${text.length}.`);
  return text;
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
