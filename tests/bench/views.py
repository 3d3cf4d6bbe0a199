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

OPEN_MOVE = 800  # a move or a scroll where a pane below shows the whole row
GOALS = {"open-move": OPEN_MOVE, "move": 110, "scroll": 200, "page": 2600, "full": 8000}

# plan: "sample", "edited" or "merged"; enter: keys to get there; pane: None, or what a move may cost while the pane
# about the row is open, and why; it is measured first, and D hides it for everything else.  after: keys then;
# moves: downs before anything scrolls; edge: downs to the last row that is shown, 0 where everything is shown;
# allowed: {key: (most, why)} or {key: (most, why, what half of them may cost)}
View = namedtuple("View", "name plan enter pane after moves edge allowed")

PANE = (OPEN_MOVE, "the pane below shows the row")
THREE_SIDES = (OPEN_MOVE, "the three sides are what the view is for, and no key hides them", OPEN_MOVE)
VIEWS = [
    View("timeline", "sample", "@1", (1500, "on to a task whose goals and notes fill the pane"), "@F", 10, 33, {
        "scroll": (215, "a row with a long name and owner; half of them cost less than 200"),
        "page": (3600, "32 rows of names, owners and bars, all unfolded; folded it is 1,900")}),
    View("groups", "sample", "@2", PANE, "", 10, 0, {}),
    View("flow", "sample", "@3", PANE, "", 10, 0, {}),
    View("checklist", "sample", "@3 @f", PANE, "", 6, 0, {}),
    View("swot", "sample", "@4", PANE, "", 7, 0, {}),
    View("decisions", "sample", "@6", (900, "a point of eleven lines is marked and shown in the pane"), "", 3, 5, {
        "scroll": (1800, "what goes is a whole point, up to eleven lines in each council; half of them scroll nothing"),
        "page": (2800, "a page of whole points, up to eleven lines each")}),
    View("registers", "sample", "@7", None, "", 10, 32, {}),
    View("findings", "sample", "@9", PANE, "", 7, 0, {}),
    View("overview", "sample", "@0", None, "", 10, 0, {"move": (140, "names in its lists are 46 columns wide")}),
    View("history", "edited", "@H @H", PANE, "", 10, 34, {}),
    View("conflicts", "merged", "@C", None, "", 10, 26, {"move": THREE_SIDES, "scroll": THREE_SIDES}),
]


def keys_of(view):
    """The script: labels open-move where there is a pane to hide, then move, scroll, page and full."""
    script = "wait=300 %s @g" % view.enter
    if view.pane:
        moves = min(view.moves, 6)
        script += " open-move:down*%d open-move:up*%d @D" % (moves, moves)
    script += " %s @g move:down*%d move:up*%d" % (view.after, view.moves, view.moves)
    if view.edge:
        script += " @g @down*%d scroll:down*6" % view.edge
    pages = 2 if view.edge else 1
    return script + " @g page:pgdn*%d page:pgup*%d full:ctrl-l*3" % (pages, pages)


def goal_of(view, label):
    """What half of the presses cost at most: SPEED's, where the view does not say more."""
    allowed = view.allowed.get(label, ())
    return allowed[2] if len(allowed) > 2 else GOALS[label]


def most_of(view, label):
    if label == "open-move":
        return view.pane[0]
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
