"""Judges the CSV reports of a running service: reports.py BASE_URL FOLDER, the key in the environment as JUDGES_KEY.

Every `/reports/….csv` of /openapi.json is fetched with its metadata and must pass two validators: csvwvalidate (types,
required cells, doubled keys, as the metadata says) and frictionless (ragged rows, empty or doubled header cells). The
columns of the header must be those of the metadata, and `excel=1` must be the same bytes after a byte-order mark.
Each line printed is a fault; the exit status is 1 when there was any.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from frictionless import Detector, Resource, system

base, folder = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])
key = os.environ.get("JUDGES_KEY", "")
faults = 0


def fault(text):
    global faults
    faults += 1
    print("fault:", text)


def get(path):
    request = urllib.request.Request(base + path)
    if key:
        request.add_header("Authorization", "Bearer " + key)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def report_paths():
    status, _, body = get("/openapi.json")
    if status != 200:
        sys.exit(f"fault: /openapi.json answers {status}")
    spec = json.loads(body)
    prefix = ""
    for server in spec.get("servers", []):
        path = urllib.parse.urlparse(server["url"]).path.rstrip("/")
        prefix = path or prefix
    return sorted(prefix + p for p in spec["paths"] if "/reports/" in p and p.endswith(".csv"))


def judge(path):
    name = path.rsplit("/", 1)[1]
    status, _, body = get(path)
    if status != 200:
        return fault(f"{name}: answers {status}: {body[:200]!r}")
    meta_status, _, meta_body = get(path + "-metadata.json")
    if meta_status != 200:
        return fault(f"{name}-metadata.json: answers {meta_status}: {meta_body[:200]!r}")
    (folder / name).write_bytes(body)
    (folder / f"{name}-metadata.json").write_bytes(meta_body)

    header = next(csv.reader(io.StringIO(body.decode("utf-8"), newline="")), [])
    columns = json.loads(meta_body).get("tableSchema", {}).get("columns", [])
    described = [c["name"] for c in columns if not c.get("virtual")]
    if header != described:
        fault(f"{name}: the header is {header}, the metadata describes {described}")

    _, _, excel = get(path + "?excel=1")
    if excel != b"\xef\xbb\xbf" + body:
        fault(f"{name}?excel=1: not the same bytes after a byte-order mark")

    validator = str(pathlib.Path(sys.executable).with_name("csvwvalidate"))
    run = subprocess.run([validator, "-v", f"{name}-metadata.json"], cwd=folder, capture_output=True, text=True)
    if run.returncode != 0:
        fault(f"{name}: csvwvalidate: {(run.stdout + run.stderr).strip()[-1000:]}")

    # Types are the metadata's business; here every cell is text.
    with system.use_context(trusted=True):
        found = Resource(path=str(folder / name), detector=Detector(field_type="string")).validate()
    for row, kind, message in found.flatten(["rowNumber", "type", "message"])[:10]:
        fault(f"{name}: frictionless: row {row}: {kind}: {message}")
    print(f"  {name}: {body.count(bytes([10]))} lines")


folder.mkdir(parents=True, exist_ok=True)
paths = report_paths()
if not paths:
    fault("/openapi.json names no /reports/….csv")
for report in paths:
    judge(report)
print(f"{len(paths)} reports, {faults} faults")
sys.exit(1 if faults else 0)
