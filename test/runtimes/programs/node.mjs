// Imports the package and prints the answers of both backends.
import * as lehr from "lehr";
import { reference } from "lehr/reference";
import { answersOf } from "./scenario.mjs";

const answers = [
  answersOf(await lehr.createLehr(), lehr),
  answersOf(lehr.createLehrSync({ backend: reference }), lehr),
];
console.log(JSON.stringify(answers));
