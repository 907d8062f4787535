// Requires the package and prints the answers of both backends.
const lehr = require("lehr");
const { reference } = require("lehr/reference");

import("./scenario.mjs").then(async ({ answersOf }) => {
  const answers = [
    answersOf(await lehr.createLehr(), lehr),
    answersOf(lehr.createLehrSync({ backend: reference }), lehr),
  ];
  console.log(JSON.stringify(answers));
});
