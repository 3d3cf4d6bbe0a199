#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""What no machine and no load can excuse: bytes and terminal writes per key, and nothing at all at rest.

  gates.py PROGRAM SAMPLE_FOLDER WORK_FOLDER

SAMPLE_FOLDER is the folder that holds samples/ by name.  Ends with 1 and one line for each gate that fails.
"""
import json
import os
import re
import shutil
import subprocess
import sys

import views

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE, TODAY, REST_SECONDS = "solor-2020", "2020-09-03", 3

CLOSED = "wait=300 @D @F @g"


def make_plan(program, samples, folder):
    plan = os.path.join(folder, "gates.plan")
    for name in os.listdir(folder):
        if name.startswith("gates.plan"):
            os.remove(os.path.join(folder, name))
    environment = dict(os.environ, FRAMDRIFT_SHARE=samples)
    subprocess.run([program, plan, "new", "--sample", SAMPLE], check=True, env=environment)
    return plan


def run_case(program, plan, folder, keys, extra=()):
    """One run under ptybench; its summary."""
    result = os.path.join(folder, "gates.json")
    command = [sys.executable, os.path.join(HERE, "ptybench.py"), "run", "--runs", "1", "--warmup", "0",
               "--size", "120x40", "--settle-ms", "60", "--key-wait-ms", "800", "--quit", "f10",
               "--env", "HOME=" + folder, "--env", "XDG_RUNTIME_DIR=" + folder, "--env", "LC_ALL=C.UTF-8",
               "--env", "NO_COLOR=", "--expect", "Framdrift", "--json", result, "--keys", keys, *extra,
               "--", program, plan, "--today", TODAY]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    if done.returncode != 0:
        sys.exit("gates: ptybench failed:\n" + done.stdout)
    with open(result, encoding="utf-8") as stream:
        return json.load(stream)["cases"][0]["summary"]


def check_key(name, label, cost, goal, most, faults):
    """Half of the presses keep SPEED's goal, and none costs more than `most`."""
    if cost["silent"] == cost["n"]:
        faults.append("%s: %s: no key painted anything" % (name, label))
        return
    middle, dearest = cost["bytes"]["p50"], cost["bytes"]["max"]
    if middle > goal:
        faults.append("%s: %s: half of the keys cost more than %d bytes, at most %d" % (name, label, middle - 1, goal))
    if dearest > most:
        faults.append("%s: %s: %d bytes for a key, at most %d" % (name, label, dearest, most))
    print("%-10s %-9s %6d bytes, at most %6d; allowed %6d and %6d; %d keys" % (
        name, label, middle, dearest, goal, most, cost["n"]))


def check_bytes(program, plan, folder, faults):
    """What a key costs in each view; `page` may end where there is no more."""
    plans = views.make_edited(program, plan, folder)
    for view in views.VIEWS:
        keys = run_case(program, plans[view.plan], folder, views.keys_of(view))["keys"]
        for label in views.GOALS:
            if label in keys:
                check_key(view.name, label, keys[label], views.goal_of(view, label), views.most_of(view, label), faults)


def check_rest(program, plan, folder, faults):
    idle = run_case(program, plan, folder, CLOSED, ["--idle", str(REST_SECONDS)])["idle"]
    print("rest       %g bytes/s, %g wake-ups/s over %d s" % (idle["bytes_per_s"], idle["wakeups_per_s"], REST_SECONDS))
    for what in ("bytes_per_s", "wakeups_per_s"):
        if idle[what] != 0:
            faults.append("rest: %s is %g, not 0" % (what, idle[what]))


def strace_of(program, plan, folder, calls, keys):
    """The lines of strace for a run; None where there is no strace."""
    strace, log = shutil.which("strace"), os.path.join(folder, "gates.strace")
    if strace is None or subprocess.run([strace, "-o", log, "true"], check=False,
                                        stderr=subprocess.DEVNULL).returncode != 0:
        return None
    wrapper = os.path.join(folder, "gates.traced")
    with open(wrapper, "w", encoding="utf-8") as out:
        out.write('#!/bin/sh\nASAN_OPTIONS=detect_leaks=0 exec "%s" -y -e trace=%s -o "%s" "%s" "$@"\n'
                  % (strace, calls, log, program))
    os.chmod(wrapper, 0o755)
    run_case(wrapper, plan, folder, keys)
    with open(log, encoding="utf-8", errors="replace") as stream:
        return stream.readlines()


def is_paint(line):
    return re.match(r"write\(\d+<(/dev/pts/\d+|char 136:\d+)", line) is not None


def check_writes(program, plan, folder, faults):
    """Each key that paints is one write() to the terminal; counted by strace, where there is one."""
    moves, counts = 10, []
    for presses in (0, moves):
        lines = strace_of(program, plan, folder, "write", CLOSED + (" move:down*%d" % presses if presses else ""))
        if lines is None:
            print("writes     not counted: strace is not here")
            return
        counts.append(sum(map(is_paint, lines)))
    print("writes     %d for %d keys" % (counts[1] - counts[0], moves))
    if counts[1] - counts[0] != moves:
        faults.append("writes: %d for %d keys" % (counts[1] - counts[0], moves))


def check_order(program, plan, folder, faults):
    """One's own edit is painted before anybody asks what has happened to the file."""
    lines = strace_of(program, plan, folder, "read,write,fsync,fdatasync",
                      "wait=1500 'text::set task/1 note=painted' @enter")
    if lines is None:
        return
    syncs = [at for at, line in enumerate(lines) if line.startswith(("fsync(", "fdatasync(")) and "gates.plan" in line]
    after = [line for line in lines[syncs[-1]:] if is_paint(line) or "inotify" in line] if syncs else []
    print("order      %d syncs, then %s" % (len(syncs), after[0].split("(")[0] if after else "nothing"))
    if not after or not is_paint(after[0]):
        faults.append("order: the file is looked at before an edit is painted")


def main():
    program, samples, folder = sys.argv[1:4]
    os.makedirs(folder, exist_ok=True)
    plan = make_plan(program, samples, folder)
    faults = []
    check_bytes(program, plan, folder, faults)
    check_rest(program, plan, folder, faults)
    check_writes(program, plan, folder, faults)
    check_order(program, plan, folder, faults)
    for fault in faults:
        print("gates: " + fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
