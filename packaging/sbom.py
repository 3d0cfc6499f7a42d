#!/usr/bin/env python3
"""A bill of materials (CycloneDX 1.5, JSON) of the program, from Cargo.lock and cargo itself. Needs no network.

Usage: packaging/sbom.py TARGET > sbom.cdx.json      TARGET such as x86_64-unknown-linux-gnu

The same tree gives the same bytes: no clock, no random serial number.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cargo(*arguments):
    done = subprocess.run(
        ["cargo", *arguments, "--locked", "--offline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"cargo {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def built(target):
    """Name and version of every crate that goes into the program or builds it, on this target."""
    lines = cargo("tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}", "--target", target)
    found = (re.match(r"(\S+) v(\S+)", line) for line in lines.splitlines())
    return {(one[1], one[2]) for one in found if one}


def licence(expression):
    """An SPDX expression; a slash is the older way to write OR."""
    return re.sub(r"\s*/\s*", " OR ", expression)


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else "x86_64-unknown-linux-gnu"
    metadata = json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", target))
    lock_text = (ROOT / "Cargo.lock").read_bytes()
    sums = {(one["name"], one["version"]): one.get("checksum") for one in tomllib.loads(lock_text.decode())["package"]}
    wanted = built(target)
    packages = {
        package["id"]: package for package in metadata["packages"] if (package["name"], package["version"]) in wanted
    }

    def reference(package):
        return f"pkg:cargo/{package['name']}@{package['version']}"

    def component(package, kind):
        row = {
            "type": kind,
            "bom-ref": reference(package),
            "name": package["name"],
            "version": package["version"],
            "description": " ".join((package["description"] or "").split()),
            "scope": "required",
            "licenses": [{"expression": licence(package["license"])}],
            "purl": reference(package),
        }
        checksum = sums[package["name"], package["version"]]
        if checksum:
            row["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package["repository"]:
            row["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return row

    own = next(package for package in packages.values() if package["name"] == "daegi")
    others = sorted((package for package in packages.values() if package is not own), key=reference)
    edges = []
    for node in metadata["resolve"]["nodes"]:
        if node["id"] not in packages:
            continue
        on = {
            reference(packages[dependency["pkg"]])
            for dependency in node["deps"]
            if dependency["pkg"] in packages and any(kind["kind"] != "dev" for kind in dependency["dep_kinds"])
        }
        edges.append({"ref": reference(packages[node["id"]]), "dependsOn": sorted(on)})
    seed = hashlib.sha256(lock_text + target.encode()).hexdigest()
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, seed)}",
        "version": 1,
        "metadata": {
            "component": component(own, "application"),
            "properties": [{"name": "daegi:target", "value": target}],
        },
        "components": [component(package, "library") for package in others],
        "dependencies": sorted(edges, key=lambda edge: edge["ref"]),
    }
    json.dump(bom, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
