#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Writes a plan of N tasks as text, the same each time.

  make_plan.py N FOLDER     FOLDER/bench.plan.txt

Three levels (phase, activity, step), N steps of 1 to 10 working days, about 1.5 links a step (finish to
start, no circles, at most 60 deep, so that the plan spans about two years at any N), 40 owners, 30 % done.
"""
import os
import random
import sys

VERBS = ("Map Draft Compare Review Approve Train Migrate Verify Install Label Order Deliver Test Design "
         "Inspect Archive Settle Announce Measure Hand-over").split()
NOUNS = ("payroll ledger archive permit road sewer forest tariff contract staffing premises budget register "
         "mandate hearing report cable server desk map").split()
FIRST = "Astrid Bjarte Dagny Eivind Frøydis Gaute Hallvard Ingebjørg Jorunn Kåre".split()
LAST = "Solbakk Myrvold Åsheim Tveråen".split()
PER_GROUP, LAYERS = 20, 60


def phase_count(groups):
    return max(2, min(50, groups // 25))


def layers_of(rng, members):
    """The layer of each task; links only go from a lower layer to a higher one."""
    layer = {}
    for group in members:
        for task, at in zip(group, sorted(rng.randrange(LAYERS) for _ in group)):
            layer[task] = at
    return layer


def links_of(rng, members, groups_of_phase, phase_of_group, layer):
    links = []
    for number, group in enumerate(members):
        near = groups_of_phase[phase_of_group[number]]
        for place, task in enumerate(group):
            before = set()
            if place and layer[group[place - 1]] < layer[task]:
                before.add(group[place - 1])
            wanted = 1 if rng.random() < .45 else 2
            for _ in range(12):
                if len(before) >= wanted:
                    break
                other = rng.choice(members[rng.choice(near)])
                if layer[other] < layer[task]:
                    before.add(other)
            links += [(other, task) for other in sorted(before)]
    return links


def write_task(out, rng, task):
    out.write("task t%d\n    parent = g%d\n    kind = step\n    name = %s %s %d\n    owner = p%d\n    duration = %dd\n"
              % (task[0], task[1], rng.choice(VERBS), rng.choice(NOUNS), task[0] + 1, rng.randrange(40),
                 rng.randint(1, 10)))
    if rng.random() < .3:
        out.write("    status = done\n    progress = 100\n")
    out.write("\n")


def write_plan(out, count):
    rng = random.Random(1000003 + count)
    groups = max(2, count // (5 if count <= 200 else PER_GROUP))
    phases = phase_count(groups)
    phase_of_group = [group * phases // groups for group in range(groups)]
    members = [list(range(group * count // groups, (group + 1) * count // groups)) for group in range(groups)]
    groups_of_phase = [[g for g in range(groups) if phase_of_group[g] == p] for p in range(phases)]
    layer = layers_of(rng, members)
    links = links_of(rng, members, groups_of_phase, phase_of_group, layer)
    out.write("today = 2026-11-02\n\nplan\n    name = Plan of %d tasks\n    start = 2026-11-02\n\n" % count)
    for person in range(40):
        out.write("person p%d\n    name = %s %s\n\n" % (person, FIRST[person % 10], LAST[person // 10]))
    for phase in range(phases):
        out.write("task f%d\n    kind = phase\n    name = Phase %02d\n\n" % (phase, phase + 1))
        for group in groups_of_phase[phase]:
            out.write("task g%d\n    parent = f%d\n    kind = activity\n    name = Group %04d\n\n"
                      % (group, phase, group + 1))
            for task in members[group]:
                write_task(out, rng, (task, group))
    for number, (before, after) in enumerate(links):
        out.write("link l%d\n    from = t%d\n    to = t%d\n\n" % (number, before, after))


def main():
    count, folder = int(sys.argv[1]), sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "bench.plan.txt"), "w", encoding="utf-8") as out:
        write_plan(out, count)


if __name__ == "__main__":
    main()
