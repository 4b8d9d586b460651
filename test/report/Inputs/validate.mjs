// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Validates SARIF files: against the schema, with the multitool's rules, and against the limits of GitHub's code
// scanning. validate.mjs PACKAGES FILE...: the multitool may be quiet about a file that the schema refuses, and its
// exit status says nothing; so its own report is read. Prints a line a fault; the exit status is 1 if there is one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';

const [given, ...files] = process.argv.slice(2);
const packages = path.resolve(given);
const require = createRequire(path.join(packages, 'x.js'));
const Ajv = require('ajv/dist/2020').default;
const multitool = path.join(packages, '@microsoft/sarif-multitool-linux');
const schema = JSON.parse(fs.readFileSync(path.join(multitool, 'sarif-2.1.0.json')));
const ajv = new Ajv({strict: false, allErrors: true});
require('ajv-formats').default(ajv);
const accepts = ajv.compile(schema);

// Rules whose advice does not fit: a tool without a home page; ids as they are in clang-tidy.
const advice = new Set(['SARIF2005']);
// Would fetch every URI.
const policy = `<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" />
  </Properties>
</Properties>
`;

function schemaFaults(log) {
    return accepts(log) ? [] : accepts.errors.map((e) => `schema: ${e.instancePath} ${e.message}`);
}

function toolFaults(files, folder) {
    const out = path.join(folder, 'out.sarif'), config = path.join(folder, 'policy.xml');
    fs.writeFileSync(config, policy);
    try {
        execFileSync(path.join(multitool, 'Sarif.Multitool'),
            ['validate', ...files, '-c', config, '--rule-kind', 'Sarif;Ghas', '--output', out, '--log', 'ForceOverwrite',
                '--quiet'],
            {stdio: 'ignore', env: {...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1'}});
    } catch {
        // Its status is 1 when it has something to say.
    }
    const said = JSON.parse(fs.readFileSync(out)).runs[0];
    const rules = said.tool.driver.rules.length;
    if (!rules && said.results.length)
        return ['multitool: it ran no rule'];
    return said.results.filter((r) => !advice.has(r.ruleId))
        .map((r) => `multitool: ${r.ruleId} ${r.level ?? 'warning'} ${r.message.id} ${r.message.arguments} in ` +
            r.locations[0].physicalLocation.artifactLocation.uri);
}

function limitFaults(log, bytes) {
    const faults = [];
    const check = (what, count, limit) => count > limit && faults.push(`limit: ${count} ${what}, ${limit} allowed`);
    check('bytes when compressed', zlib.gzipSync(bytes).length, 10 * 1024 * 1024);
    check('runs', log.runs.length, 20);
    for (const run of log.runs) {
        check('results in a run', run.results.length, 25000);
        check('rules in a run', run.tool.driver.rules.length, 25000);
        for (const rule of run.tool.driver.rules)
            check('tags of a rule', rule.properties.tags.length, 20);
        for (const result of run.results) {
            check('locations of a result', result.locations.length + (result.relatedLocations ?? []).length, 1000);
            check('locations of a flow', result.codeFlows[0].threadFlows[0].locations.length, 10000);
        }
    }
    return faults;
}

// What the standard says in words and no schema can.
function wordFaults(log) {
    const faults = [];
    for (const run of log.runs)
        for (const result of run.results) {
            if (run.tool.driver.rules[result.ruleIndex].id !== result.ruleId)
                faults.push(`words: ruleIndex ${result.ruleIndex} is not ${result.ruleId}`);
            const uri = result.locations[0].physicalLocation.artifactLocation;
            if (!/^file:/.test(uri.uri) && !run.originalUriBaseIds[uri.uriBaseId])
                faults.push(`words: ${uri.uri} is relative to nothing`);
        }
    return faults;
}

let failed = false;
function tell(faults) {
    for (const fault of faults)
        console.log(fault);
    failed ||= faults.length > 0;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'devlock-sarif-'));
try {
    for (const file of files) {
        const bytes = fs.readFileSync(file), log = JSON.parse(bytes);
        tell([...schemaFaults(log), ...limitFaults(log, bytes), ...wordFaults(log)].map((fault) => `${file}: ${fault}`));
    }
    tell(toolFaults(files, folder));
} finally {
    fs.rmSync(folder, {recursive: true});
}
console.log(`${files.length} files validated`);
process.exit(failed ? 1 : 0);
