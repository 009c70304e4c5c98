// Reads {"schema": ..., "bodies": [...]} on stdin and prints what ajv says about each body.
"use strict";
const fs = require("fs");
const Ajv2020 = require("ajv/dist/2020");

const input = JSON.parse(fs.readFileSync(0, "utf8"));
const validate = new Ajv2020({ allErrors: true, strictSchema: true }).compile(input.schema);
const errors = input.bodies.map((body) => (validate(body) ? [] : validate.errors));
process.stdout.write(JSON.stringify(errors));
