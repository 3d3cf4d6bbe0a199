#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# manual.sh PROGRAM ROOT BUILD   the man pages and the completion name every option, command, key, setting and
#                                role of colour that the program has, and none that it has not.
# manual.sh --self-test
set -eu

help_options() {
    sed -n 's/^  --\([a-z-]*\).*/\1/p' "$1" | sort -u
}

help_commands() {
    awk '/^Commands/ { inside = 1; next } /^[^ ]/ { inside = 0 }
         inside && /^  [a-z]/ { print $1 }' "$1" | sort -u
}

# The items of one section of a page: what stands after .It Fl, .It Ic or .It Cm.
page_items() { # PAGE SECTION
    awk -v section="$2" '/^\.Sh / { inside = ($0 == ".Sh " section) }
         inside && /^\.It (Fl Fl|Ic|Cm) / {
             print $3 == "Fl" ? $4 : $3 }' "$1" | sed 's/^\\&//; s/\\-/-/g' | sort -u
}

# "PLACE KEY" of every item below .Ss PLACE in KEYS; an item may name several keys.
page_keys() {
    awk '/^\.Sh / { inside = ($0 == ".Sh KEYS") } /^\.Ss / { place = $2 }
         inside && /^\.It Ic / {
             for (i = 3; i <= NF; i++) { gsub(/\\&/, "", $i); gsub(/\\-/, "-", $i)
                 if ($i != "Ic" && $i != "") print place, $i } }' "$1" | sort -u
}

completion_words() { # COMPLETION VARIABLE
    sed -n "s/^    local $2='\([^']*\)'.*/\1/p" "$1" | tr ' ' '\n' | sed 's/^--//; /^$/d' | sort -u
}

compare() { # WHAT WANTED FOUND
    comm -23 "$2" "$3" | sed "s/^/$1 lacks: /"
    comm -13 "$2" "$3" | sed "s/^/$1 has too much: /"
}

# judge HELP KEYS PAGE COMPLETION: complaints, one a line
judge() {
    help_options "$1" >"$work/options"
    help_commands "$1" >"$work/commands"
    cut -f 1,2 "$2" | tr '\t' ' ' | sort -u >"$work/keys"
    page_items "$3" OPTIONS >"$work/page-options"
    page_items "$3" COMMANDS >"$work/page-commands"
    page_keys "$3" >"$work/page-keys"
    completion_words "$4" options >"$work/completed-options"
    completion_words "$4" commands >"$work/completed-commands"
    compare 'OPTIONS of the page' "$work/options" "$work/page-options"
    compare 'COMMANDS of the page' "$work/commands" "$work/page-commands"
    compare 'KEYS of the page' "$work/keys" "$work/page-keys"
    compare 'options of the completion' "$work/options" "$work/completed-options"
    # Commands of the full screen are of no use in a shell.
    awk '/^Commands$/ { inside = 1; next } /^[^ ]/ { inside = 0 }
         inside && /^  [a-z]/ { print $1 }' "$1" | sort -u >"$work/shell-commands"
    compare 'commands of the completion' "$work/shell-commands" "$work/completed-commands"
}

# judge_settings CONFIG.C THEME.INI PAGE
judge_settings() {
    grep -o '"screen:[a-z_]*"' "$1" | tr -d '"' | sed 's/.*://' | sort -u >"$work/settings"
    page_items "$3" SETTINGS >"$work/page-settings"
    compare 'SETTINGS of the page' "$work/settings" "$work/page-settings"
    sed -n 's/^\([a-z_]*\)_attr *=.*/\1/p' "$2" | sort -u >"$work/roles"
    page_items "$3" 'ROLES OF COLOUR' >"$work/page-roles"
    compare 'ROLES OF COLOUR of the page' "$work/roles" "$work/page-roles"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
if [ "$1" != --self-test ]; then
    "$1" --help >"$work/help.txt"
    "$1" --list-keys >"$work/keys.txt"
    judge "$work/help.txt" "$work/keys.txt" "$3/framdrift.1" "$3/framdrift.bash" >"$work/all"
    judge_settings "$2/src/app/config.c" "$2/themes/default.ini" "$2/src/tui/framdrift.ini.5" >>"$work/all"
    for list in options commands keys shell-commands settings roles; do
        [ -s "$work/$list" ] || echo "the program names no $list" >>"$work/all"
    done
    if command -v groff >/dev/null; then
        for page in "$3/framdrift.1" "$2/src/tui/framdrift.ini.5"; do
            groff -K utf8 -mandoc -Tutf8 -ww -z "$page" >>"$work/all" 2>&1
        done
    fi
    grep -n '@[A-Z]*@' "$3/framdrift.1" "$3/framdrift.bash" | grep -v '^[^:]*:[0-9]*:.\\"' >>"$work/all" || true
    cat "$work/all" >&2
    [ ! -s "$work/all" ]
    exit
fi

wanted() { # COMPLAINT, on standard input what was said
    grep -qxe "$1" || { echo "was let pass: $1" >&2; exit 1; }
}
printf 'Options\n  --today DATE  the day\n\nCommands\n  new NAME\n      make\n\nCommands of the screen\n  up  up\n\nExit\n' >"$work/h"
printf 'all\tk\tup\nall\tctrl-u\tup\n' >"$work/k"
printf '.Sh OPTIONS\n.It Fl Fl today Ar DATE\n.Sh COMMANDS\n.It Ic new Ar NAME\n.It Ic up\n.Sh KEYS\n.Ss all\n.It Ic k Ic ctrl\\-u\n' >"$work/p"
printf "    local options='--today'\n    local commands='new'\n" >"$work/b"
if judge "$work/h" "$work/k" "$work/p" "$work/b" | grep .; then
    echo "something good was not let pass" >&2
    exit 1
fi
grep -v today "$work/p" >"$work/p1"
judge "$work/h" "$work/k" "$work/p1" "$work/b" | wanted 'OPTIONS of the page lacks: today'
grep -v 'Ic up' "$work/p" >"$work/p2"
judge "$work/h" "$work/k" "$work/p2" "$work/b" | wanted 'COMMANDS of the page lacks: up'
sed 's/ Ic ctrl.*//' "$work/p" >"$work/p3"
judge "$work/h" "$work/k" "$work/p3" "$work/b" | wanted 'KEYS of the page lacks: all ctrl-u'
grep -v ctrl "$work/k" >"$work/k1"
judge "$work/h" "$work/k1" "$work/p" "$work/b" | wanted 'KEYS of the page has too much: all ctrl-u'
sed 's/--today/--tomorrow/' "$work/b" >"$work/b1"
judge "$work/h" "$work/k" "$work/p" "$work/b1" | wanted 'options of the completion lacks: today'
judge "$work/h" "$work/k" "$work/p" "$work/b1" | wanted 'options of the completion has too much: tomorrow'
sed 's/new//' "$work/b" >"$work/b2"
judge "$work/h" "$work/k" "$work/p" "$work/b2" | wanted 'commands of the completion lacks: new'
printf '"screen:theme", "screen:ascii"\n' >"$work/c"
printf 'text_attr = none\ndim_attr = bold\n' >"$work/t"
printf '.Sh SETTINGS\n.It Ic theme\n.Sh ROLES OF COLOUR\n.It Ic text\n' >"$work/s"
judge_settings "$work/c" "$work/t" "$work/s" | wanted 'SETTINGS of the page lacks: ascii'
judge_settings "$work/c" "$work/t" "$work/s" | wanted 'ROLES OF COLOUR of the page lacks: dim'
