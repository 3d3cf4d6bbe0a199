#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# tables.sh PROGRAM ROOT   what the tables say and what the program prints are the same thing:
#   every command of the tables stands in --help, and nothing else; every key belongs to a place that
#   can be reached, runs a command that exists, and is bound once; what a Norwegian keyboard has only
#   with AltGr, or an SSH terminal drops, is never the only key for anything.
# tables.sh --self-test
set -eu

# Names in the command tables of the sources.
source_commands() {
    awk '/^const Command commands_/ { inside = 1 } /^};/ { inside = 0 }
         inside && /^    \{"/ { split($0, part, "\""); print part[2] }' "$@" | sort
}

help_commands() { # as --help prints them: "  name arguments", below the two headings of commands
    awk '/^Commands/ { inside = 1; next } /^[^ ]/ { inside = 0 }
         inside && /^  [a-z]/ { print $1 }' "$1" | sort
}

# CONTEXT KEY of every row of the key table, one key a line.
source_keys() {
    awk '/key_rows\[\] = \{/ { inside = 1 } /^};/ { inside = 0 }
         inside && /^    \{"/ { split($0, part, "\""); n = split(part[4], keys, " ")
                                for (i = 1; i <= n; i++) print part[2], keys[i] }' "$1"
}

# Places that some key leads to.
known_places() {
    awk -F '\t' 'BEGIN { print "all" }
         { split($3, word, " ") }
         word[1] == "go" || word[1] == "mode" { print word[2] }
         word[1] == "move-mode" { print "move" }
         word[1] == "history" { print "history" }
         word[1] == "flip" { print "checklist" }' "$1" | sort -u
}

# Commands that only an awkward key runs.
awkward_only() {
    awk -F '\t' '{ row = $1 ": " $3; rows[row] = 1 }
         $2 !~ /^(ctrl-|alt-)?[][{}\\@~^$]$/ && $2 !~ /^(ctrl|alt)-(up|down|left|right)$/ { easy[row] = 1 }
         END { for (row in rows) if (!(row in easy)) print row }' "$1" | sort
}

# judge HELP KEYS COMMANDS ROWS: complaints, one a line
judge() {
    help_commands "$1" >"$work/help"
    uniq -d "$3" | sed 's/^/two commands are called /'
    comm -23 "$3" "$work/help" | sed 's/^/--help lacks the command /'
    comm -13 "$3" "$work/help" | sed 's/^/--help has what no table has: /'
    known_places "$2" >"$work/places"
    cut -f 1 "$2" | sort -u | comm -23 - "$work/places" | sed 's/^/no key leads to the place /'
    cut -f 3 "$2" | cut -d ' ' -f 1 | sort -u | comm -23 - "$3" | sed 's/^/a key runs no command: /'
    awkward_only "$2" | sed 's/^/only an awkward key runs /'
    sort "$4" | uniq -d | sed 's/^/bound twice: /'
    cut -f 1,2 "$2" | tr '\t' ' ' | sort >"$work/bound"
    sort -u "$4" | comm -23 - "$work/bound" | sed 's/^/--list-keys lacks /'
    [ "$(wc -l <"$3")" -ge 30 ] || echo "only $(wc -l <"$3") commands were found in the sources"
    [ "$(wc -l <"$4")" -ge 60 ] || echo "only $(wc -l <"$4") keys were found in the sources"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
if [ "$1" != --self-test ]; then
    "$1" --help >"$work/help.txt"
    "$1" --list-keys >"$work/keys.txt"
    source_commands "$2"/src/app/*.c >"$work/commands"
    source_keys "$2/src/app/keys.c" >"$work/rows"
    judge "$work/help.txt" "$work/keys.txt" "$work/commands" "$work/rows" >"$work/complaints"
    cat "$work/complaints" >&2
    [ ! -s "$work/complaints" ]
    exit
fi

wanted() { # COMPLAINT HELP KEYS COMMANDS ROWS
    complaint=$1
    shift
    judge "$@" | grep -qxe "$complaint" || { echo "was let pass: $complaint" >&2; exit 1; }
}
printf 'Commands\n  go VIEW\n  mode NAME\n      words\n\nCommands of the screen\n  up   one up\n\nExit\n' >"$work/h"
printf 'all\t1\tgo swot\nall\tk\tup\nswot\tz\tmode zoom\nzoom\td\tup\n' >"$work/k"
printf 'go\nmode\nup\n' >"$work/c"
printf 'all k\nswot z\nzoom d\n' >"$work/r"
if judge "$work/h" "$work/k" "$work/c" "$work/r" | grep -v '^only'; then
    echo "something good was not let pass" >&2
    exit 1
fi
sed 's/  go VIEW//' "$work/h" >"$work/h1"
wanted '--help lacks the command go' "$work/h1" "$work/k" "$work/c" "$work/r"
sed '1d' "$work/c" >"$work/c1"
wanted '--help has what no table has: go' "$work/h" "$work/k" "$work/c1" "$work/r"
wanted 'a key runs no command: go' "$work/h" "$work/k" "$work/c1" "$work/r"
{ cat "$work/k"; printf 'grupps\tx\tup\n'; } >"$work/k1"
wanted 'no key leads to the place grupps' "$work/h" "$work/k1" "$work/c" "$work/r"
{ cat "$work/r"; echo 'all k'; } >"$work/r1"
wanted 'bound twice: all k' "$work/h" "$work/k" "$work/c" "$work/r1"
sed '2d' "$work/k" >"$work/k2"
wanted '--list-keys lacks all k' "$work/h" "$work/k2" "$work/c" "$work/r"
for key in '[' ']' '{' '}' '\' '@' '~' '^' '$' ctrl-left alt-up; do
    { cat "$work/k"; printf 'all\t%s\tup 9\n' "$key"; } >"$work/k3"
    wanted 'only an awkward key runs all: up 9' "$work/h" "$work/k3" "$work/c" "$work/r"
done
printf 'go\ngo\nmode\nup\n' >"$work/c2"
wanted 'two commands are called go' "$work/h" "$work/k" "$work/c2" "$work/r"
wanted 'only 3 commands were found in the sources' "$work/h" "$work/k" "$work/c" "$work/r"
wanted 'only 3 keys were found in the sources' "$work/h" "$work/k" "$work/c" "$work/r"
