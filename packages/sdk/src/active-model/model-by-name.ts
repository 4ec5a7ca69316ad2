import { invalidParameter } from "@spanloom/wire";
import type { Client } from "../client/client.ts";
import { defaultClient } from "../client/default-client.ts";
import type { LoggedModel, NewLoggedModel } from "../client/logged-models.ts";

/** The newest logged model of this name in the experiment; an external one is made where there is none, as MLflow does. */
export async function modelByName(model: NewLoggedModel & { readonly name: string }): Promise<LoggedModel> {
  const { name } = model;
  // Such a name is refused by servers, too, and in a filter it would say something else.
  if (name === "" || /[/:.%"'`]/.test(name)) {
    throw invalidParameter("name", "must have none of / : . % \" ' `", name);
  }
  const client = defaultClient();
  return (await newest(client, `name = '${name}'`, model)) ?? client.createExternalModel(model);
}

export async function newest(
  client: Client,
  filter: string,
  { experimentId, signal }: NewLoggedModel,
): Promise<LoggedModel | undefined> {
  const experimentIds = experimentId === undefined ? undefined : [experimentId];
  for await (const model of client.searchLoggedModels({ filter, experimentIds, pageSize: 1, signal })) return model;
  return undefined;
}
