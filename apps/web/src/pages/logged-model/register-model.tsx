import { useState } from "react";
import { useNavigate } from "react-router";
import { nameFilter } from "../../data/experiments.ts";
import { useRegister } from "../../data/logged-models.ts";
import type { LoggedModel } from "../../data/messages.ts";
import { useModelList } from "../../data/registry.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";
import { useSettled } from "../../widgets/use-settled.ts";
import { versionAddress } from "../models/model-address.ts";
import { latestVersion } from "../models/model-columns.tsx";
import styles from "./logged-model.module.css";

/** Makes the logged model the next version of a registered model, one that there is or a new one, and goes there. */
export function RegisterModel({ model }: { model: LoggedModel }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const register = useRegister(model);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Icon name="models" size={14} />
        Register
      </Button>
      <NameDialog
        open={open}
        onOpen={setOpen}
        title="Register this model"
        action="Register"
        onName={async (name) => void navigate(versionAddress(name, await register(name)))}
        offers={(typed, choose) => <Offers typed={typed} onChoose={choose} />}
      />
    </>
  );
}

const mostOffers = 6;
const restMs = 200;

/** Registered models whose name has the typed words, and what becomes of the name as it stands. */
function Offers({ typed, onChoose }: { typed: string; onChoose: (name: string) => void }) {
  const words = useSettled(typed, restMs);
  const models = useModelList(nameFilter(words), "name ASC").data?.pages[0]?.models ?? [];
  const same = models.find(({ name }) => name === typed);
  const others = models.filter(({ name }) => name !== typed).slice(0, mostOffers);
  return (
    <>
      {others.length > 0 && (
        <ul className={styles.offers} aria-label="Registered models">
          {others.map(({ name }) => (
            <li key={name}>
              <Button title={name} onClick={() => onChoose(name)}>
                <span className={styles.offer}>{name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {typed && words === typed && (
        <p className={styles.outcome} role="status">
          {same ? `The version after ${latestVersion(same) ?? "none"} of ${typed}.` : `A new model ${typed}.`}
        </p>
      )}
    </>
  );
}
