import { execFileSync } from "node:child_process";
import { pathOf } from "./requires.ts";

/**
 * Makes an authority in `<dir>/<name>.pem`. What it answers with signs: `sign("ann")` makes `<dir>/ann-cert.pem` and
 * `<dir>/ann-key.pem`, good for the host 127.0.0.1 and under no other name. Needs the tool `openssl`; `name`s are words.
 */
export function newAuthority(dir: string, name: string): (subject: string) => void {
  const openssl = (words: string) => execFileSync(pathOf("openssl"), words.split(" "), { cwd: dir, stdio: "pipe" });
  const newKey = (of: string) => `-newkey rsa:2048 -nodes -keyout ${of}-key.pem -subj /CN=${of}`;
  openssl(`req -x509 ${newKey(name)} -days 2 -out ${name}.pem`);
  return (subject) => {
    openssl(`req ${newKey(subject)} -addext subjectAltName=IP:127.0.0.1 -out ${subject}.csr`);
    const signed = `-CA ${name}.pem -CAkey ${name}-key.pem -CAcreateserial -copy_extensions copyall -days 2`;
    openssl(`x509 -req -in ${subject}.csr ${signed} -out ${subject}-cert.pem`);
  };
}
