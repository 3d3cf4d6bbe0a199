# SPDX-License-Identifier: MPL-2.0
"""The views that are measured, how one gets there, and what a key may cost in each.

Every view is held to the bytes of the timeline, which SPEED gives; where its nature forbids that, the view says what
it costs instead and why.  Sizes are 120×40 with 256 colours, the plan is the sample; the views of history and of
conflicts get one that two people have edited, since the sample has neither.
"""
import json
import os
import shutil
import subprocess
from collections import namedtuple

GOALS = {"move": 110, "scroll": 200, "page": 2600, "full": 8000}
OPEN_MOVE = 800  # a move or a scroll where a pane below shows the whole row

# plan: "sample", "edited" or "merged"; enter: keys to get there; moves: downs before anything scrolls;
# edge: downs to the last row that is shown, 0 where everything is shown; allowed: {key: (most, why)}
View = namedtuple("View", "name plan enter moves edge allowed")

PANE = (OPEN_MOVE, "the pane below shows the row")
VIEWS = [
    View("timeline", "sample", "@1 @D @F", 10, 33, {
        "scroll": (215, "a row with a long name and owner; half of them cost less than 200"),
        "page": (3600, "32 rows of names, owners and bars, all unfolded; folded it is 1,900")}),
    View("groups", "sample", "@2", 10, 0, {"move": PANE}),
    View("flow", "sample", "@3", 10, 0, {"move": PANE}),
    View("swot", "sample", "@4", 7, 0, {"move": PANE}),
    View("decisions", "sample", "@6", 3, 4, {
        "move": (900, "a point of six lines is marked and shown in the pane; half of them cost less than 600"),
        "scroll": (1800, "what goes is a whole point, up to eight lines in each council")}),
    View("registers", "sample", "@7", 10, 32, {}),
    View("findings", "sample", "@9", 7, 7, {
        "move": PANE, "scroll": (OPEN_MOVE, "findings have two lines, and the pane below shows the row")}),
    View("overview", "sample", "@0", 10, 0, {"move": (140, "names in its lists are 46 columns wide")}),
    View("history", "edited", "@H @H", 10, 24, {"move": PANE, "scroll": (OPEN_MOVE, PANE[1])}),
    View("conflicts", "merged", "@C", 10, 24, {"move": PANE, "scroll": (OPEN_MOVE, PANE[1])}),
]


def keys_of(view):
    """The script: labels move, scroll, page and full."""
    script = "wait=300 %s @g move:down*%d move:up*%d" % (view.enter, view.moves, view.moves)
    if view.edge:
        script += " @g @down*%d scroll:down*6" % view.edge
    pages = 2 if view.edge else 1
    return script + " @g page:pgdn*%d page:pgup*%d full:ctrl-l*3" % (pages, pages)


def goal_of(view, label):
    """SPEED's; a row more or another row is dearer where a pane shows the row."""
    has_pane = label in ("move", "scroll") and most_of(view, "move") >= OPEN_MOVE
    return OPEN_MOVE if has_pane else GOALS[label]


def most_of(view, label):
    return view.allowed[label][0] if label in view.allowed else GOALS[label]


def run(program, *words, typed=None, status=0):
    done = subprocess.run([program, *words], input=typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode != status:
        raise SystemExit("bench: %s: %s" % (" ".join(words), done.stderr))
    return done.stdout


def make_edited(program, sample, folder):
    """From a sample plan, the paths of one with 40 changes, and of one that has merged them with 40 others."""
    edited, merged = os.path.join(folder, "edited.plan"), os.path.join(folder, "merged.plan")
    for name in os.listdir(folder):
        if name.startswith(("edited.plan", "merged.plan")):
            os.remove(os.path.join(folder, name))
    shutil.copy(sample, merged)
    run(program, merged, "copy", edited)
    tasks = [task["id"] for task in json.loads(run(program, merged, "list", "task", "--as", "json"))][:40]
    for plan, who in ((edited, "Kari"), (merged, "Olav")):
        run(program, plan, "-", "--author", who.lower(), typed="".join(
            'set task/%s note="%s has seen it, number %d"\n' % (task, who, at) for at, task in enumerate(tasks)))
    run(program, merged, "merge", edited, status=3)
    return {"sample": sample, "edited": edited, "merged": merged}
