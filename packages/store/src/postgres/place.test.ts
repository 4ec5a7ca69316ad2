import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

test.each([
  ["postgresql://user:secret@db.example:5433/traces?sslmode=disable", "db.example:5433/traces"],
  ["postgres://user:secret@db.example/traces", "db.example:5432/traces"],
  ["postgresql://user:secret@[::1]:5433/traces", "[::1]:5433/traces"],
  ["postgresql://user:secret@/traces?host=/run/postgresql", "/run/postgresql (port 5432), database traces"],
  ["postgresql:///traces?host=/run/postgresql&port=5433&user=u", "/run/postgresql (port 5433), database traces"],
  ["postgresql://%2Frun%2Fpostgresql/traces", "/run/postgresql (port 5432), database traces"],
])("%s", (connectionString, place) => {
  expect(placeOf(connectionString)).toBe(place);
});

test("what cannot be read is an error without the password", () => {
  expect(() => placeOf("postgresql://user:secret@host:port/traces")).toThrow(TypeError);
});
