#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# manual.sh PROGRAM FOLDER OUT   makes the man page and the completion: OUT/framdrift.1, OUT/framdrift.bash.
# Options, commands and keys are the program's own lists, so that nothing is written twice.
set -eu
program=$1 folder=$2 out=$3
export LC_ALL=C LANGUAGE=en
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" --help >"$work/help"
"$program" --list-keys >"$work/keys"

# Words of mdoc: nothing in them is a request or punctuation of its own.
mdoc='function plain(text) { gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text)
                            return text ~ /^[^A-Za-z0-9]/ ? "\\&" text : text }'

awk "$mdoc"'
    /^Options/ { inside = 1; next } /^[^ ]/ { inside = 0 }
    inside && match($0, /^  --[a-z-]+( [^ ]+)? +/) {
        split(substr($0, 5, RLENGTH - 4), word, " ")
        print ".It Fl Fl " plain(word[1]) (word[2] != "" ? " Ar " plain(word[2]) : "")
        print plain(substr($0, RLENGTH + 1)) "."
    }' "$work/help" >"$work/options.mdoc"

awk "$mdoc"'
    /^Commands$/ { shell = 1; next } /^Commands / { shell = 0; screen = 1; next }
    /^[^ ]/ { shell = screen = 0 }
    shell && /^  [a-z]/ {
        name = $1; sub(/^  [a-z-]+ ?/, "")
        print ".It Ic " plain(name) ($0 != "" ? " Ar " plain($0) : "")
    }
    shell && /^      / { sub(/^ +/, ""); print plain($0) "." }
    screen && /^  [a-z]/ {
        print ".It Ic " plain($1)
        sub(/^  [a-z-]+ +/, ""); print plain($0) " (full screen)."
    }' "$work/help" >"$work/commands.mdoc"

# Keys of one place and one command stand together, with the words of the command.
awk -F '\t' "$mdoc"'
    NR == FNR {
        if (/^Commands/) inside = 1; else if (/^[^ ]/) inside = 0
        if (inside && /^  [a-z]/) { split($0, part, " "); name = part[1]; text = $0
                                    if (sub(/^  [a-z-]+  +/, "", text)) words[name] = text }
        else if (inside && /^      /) { text = $0; sub(/^ +/, "", text); words[name] = text }
        next
    }
    {
        row = $1 "\t" $3
        if (!(row in keys)) order[++rows] = row
        keys[row] = keys[row] " Ic " plain($2)
        if (!($1 in seen)) { seen[$1] = 1; place[++places] = $1 }
    }
    END {
        for (at = 1; at <= places; at++) {
            if (at > 1) print ".El\n.Ss " place[at] "\n.Bl -tag -width Ds"
            for (index_ = 1; index_ <= rows; index_++) {
                split(order[index_], part, "\t")
                if (part[1] != place[at]) continue
                split(part[2], word, " ")
                rest = substr(part[2], length(word[1]) + 2)
                print ".It" keys[order[index_]]
                print plain(words[word[1]]) (rest != "" ? ": " rest : "") "."
            }
        }
    }' "$work/help" "$work/keys" >"$work/keys.mdoc"

sed -e "/^@OPTIONS@/{r $work/options.mdoc
d}" -e "/^@COMMANDS@/{r $work/commands.mdoc
d}" -e "/^@KEYS@/{r $work/keys.mdoc
d}" "$folder/framdrift.1.in" >"$work/page"

options=$(sed -n 's/^  \(--[a-z-]*\).*/\1/p' "$work/help" | tr '\n' ' ')
commands=$(awk '/^Commands$/ { inside = 1; next } /^[^ ]/ { inside = 0 }
    inside && /^  [a-z]/ { print $1 }' "$work/help" | tr '\n' ' ')
sed -e "s/@OPTIONS@/${options% }/" -e "s/@COMMANDS@/${commands% }/" "$folder/framdrift.bash.in" >"$work/completion"
mv "$work/page" "$out/framdrift.1"
mv "$work/completion" "$out/framdrift.bash"
