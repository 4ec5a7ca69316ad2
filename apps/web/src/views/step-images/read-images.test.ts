import { expect, test } from "vitest";
import { imageAt, readImages } from "./read-images.ts";

test("pictures are read from the names that MLflow's client gives their files", () => {
  const images = readImages([
    "images/attention~head+step+10+timestamp+1700000000002+b-2.png",
    "images/attention~head+step+2+timestamp+1700000000001+a-1.png",
    "images/attention~head+step+2+timestamp+1700000000001+a-1+compressed.webp",
    "images/a+b+step+0+timestamp+1700000000000+c-3.png",
    "images/old#key%step%1%timestamp%1600000000000%d-4%compressed.webp",
    "images/photo.png",
    "images/x+step+y+timestamp+1+e.png",
  ]);
  expect([...images.keys()]).toEqual(["a+b", "attention/head", "old/key"]);
  expect(images.get("attention/head")).toEqual([
    {
      step: 2,
      path: "images/attention~head+step+2+timestamp+1700000000001+a-1.png",
      smallPath: "images/attention~head+step+2+timestamp+1700000000001+a-1+compressed.webp",
    },
    {
      step: 10,
      path: "images/attention~head+step+10+timestamp+1700000000002+b-2.png",
      smallPath: "images/attention~head+step+10+timestamp+1700000000002+b-2.png",
    },
  ]);
});

test("of two pictures of one step the later counts", () => {
  const images = readImages(["images/k+step+1+timestamp+2+late.png", "images/k+step+1+timestamp+1+early.png"]);
  expect(images.get("k")!.map(({ path }) => path)).toEqual(["images/k+step+1+timestamp+2+late.png"]);
});

test.each([
  [0, 2],
  [2, 2],
  [7, 2],
  [99, 10],
])("at step %i the picture of step %i is shown", (step, shown) => {
  const images = [2, 10].map((of) => ({ step: of, path: "", smallPath: "" }));
  expect(imageAt(images, step)?.step).toBe(shown);
});
