#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints what matters of a SARIF log, a thing a line, for FileCheck: show_sarif.py FILE"""
import json
import sys


def place(location):
    physical = location["physicalLocation"]
    artifact, region = physical["artifactLocation"], physical.get("region", {})
    return "{}{} {}:{}".format(artifact["uri"], " of " + artifact["uriBaseId"] if "uriBaseId" in artifact else "",
                               region.get("startLine"), region.get("startColumn"))


def show_tool(run):
    for rule in run["tool"]["driver"]["rules"]:
        print("rule", rule["id"], rule["name"], rule["defaultConfiguration"]["level"], rule.get("helpUri"))
        print("help text", rule["help"]["text"].splitlines())
        print("help markdown", rule["help"]["markdown"].splitlines())
    for notice in run["invocations"][0]["toolExecutionNotifications"]:
        where = [place(location) for location in notice.get("locations", [])]
        print("notification", notice["level"], notice["descriptor"]["id"], where, notice["message"]["text"])
    print("successful", run["invocations"][0]["executionSuccessful"])
    for name, base in run["originalUriBaseIds"].items():
        print("base", name, base["uri"])
    print("run", run.get("automationDetails", {}).get("id"), len(run["results"]), "results")


def show_result(result):
    print("result", result["ruleIndex"], result["level"], place(result["locations"][0]), result["ruleId"])
    print("  message", result["message"]["text"])
    print("  snippet", result["locations"][0]["physicalLocation"]["region"].get("snippet"))
    print("  fingerprints", result["partialFingerprints"])
    print("  baseline", result.get("baselineState"))
    for suppression in result["suppressions"]:
        where = place(suppression["location"]) if "location" in suppression else "outside"
        print("  suppressed", suppression["kind"], where, suppression.get("justification"))
    for location in result.get("relatedLocations", []):
        print("  related", location["id"], place(location), location["message"]["text"])
    for step in result["codeFlows"][0]["threadFlows"][0]["locations"]:
        state = {lock: text["text"] for lock, text in step.get("state", {}).items()}
        print("  step", step["executionOrder"], "depth", step["nestingLevel"], "/".join(step.get("kinds", [])), state,
              place(step["location"]), step["location"]["message"]["text"])


for entry in json.load(open(sys.argv[1]))["runs"]:
    show_tool(entry)
    for item in entry["results"]:
        show_result(item)
