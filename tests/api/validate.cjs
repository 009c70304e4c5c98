// validate.cjs — holds live requests and answers against openapi.yaml with an independent JSON
// Schema 2020-12 implementation.
//
// stdin: a JSON array of {operation: "get /path", part: "request"} or
// {operation, part: "response", status, type, headers}, each with `body`.
// stdout: for each a list of complaints, empty when the document allows it.
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020").default;
const yaml = require("yaml");

const text = fs.readFileSync(path.join(__dirname, "..", "..", "openapi.yaml"), "utf8");
const contract = yaml.parse(text);
const ajv = new Ajv({ strict: false, allErrors: true, formats: { uuid: /^[0-9a-f-]{36}$/ } });
ajv.addSchema(contract, "contract");

// Follows $ref by hand down to the object that holds `schema`, keeping its JSON pointer.
function resolve(steps) {
    let node = contract;
    let pointer = "";
    for (const step of steps) {
        node = node === undefined ? undefined : node[step];
        pointer += "/" + String(step).replace(/~/g, "~0").replace(/\//g, "~1");
        while (node && node.$ref && !pointer.endsWith("/schema")) {
            pointer = node.$ref.slice(1);
            node = pointer.slice(1).split("/")
                .map((s) => s.replace(/~1/g, "/").replace(/~0/g, "~"))
                .reduce((n, s) => n[s], contract);
        }
    }
    return { node, pointer };
}

function against(pointer, body) {
    const validate = ajv.getSchema("contract#" + encodeURI(pointer));
    return validate(body) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`);
}

function check(c) {
    const [method, route] = c.operation.split(" ");
    const at = ["paths", route, method];
    if (!resolve(at).node)
        return [`${c.operation} is not in the contract`];
    if (c.part === "request")
        return against(resolve([...at, "requestBody", "content", "application/json", "schema"]).pointer, c.body);
    const response = resolve([...at, "responses", String(c.status)]).node;
    if (!response)
        return [`${c.operation} may not answer ${c.status}`];
    const complaints = Object.entries(response.headers || {})
        .filter(([name, h]) => h.required && !(name.toLowerCase() in c.headers))
        .map(([name]) => `the header ${name} is missing`);
    const { node, pointer } = resolve([...at, "responses", String(c.status), "content", c.type, "schema"]);
    if (!node)
        return [...complaints, `${c.operation} ${c.status} may not be ${c.type}`];
    return complaints.concat(against(pointer, c.body));
}

process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(check)));
