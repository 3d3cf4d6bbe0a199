#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Bad input of every kind: one clear sentence on standard error, nothing on standard output, the right
# exit status, and the plan as it was.  Argument: the program.
set -u
program=$1
. "$(dirname "$0")/common.sh"
mounted=
clean_up() {
    [ -z "$mounted" ] || umount "$mounted"
}
plan=$work/plan

# run WORD…: the program without a terminal; its streams in $work/out and $work/err, status in $status
run() {
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}

# refused STATUS TEXT WORD…: fails like that, in one sentence that holds TEXT
refused() {
    want=$1
    text=$2
    shift 2
    run "$@"
    said "$want" "$text" "$*"
}

said() {
    [ "$status" = "$1" ] || fault "$3: status $status, not $1"
    [ ! -s "$work/out" ] || fault "$3: standard output is for results"
    [ "$(wc -l <"$work/err")" = 1 ] || fault "$3: not one sentence"
    grep -q '^framdrift: .*[.?]$\|^framdrift: .*: .' "$work/err" || fault "$3: no sentence"
    grep -qF -- "$2" "$work/err" || fault "$3: does not say “$2”"
    if LC_ALL=C tr -d '\12\40-\176\200-\377' <"$work/err" | grep -q .; then
        fault "$3: control characters"
    fi
}

# done_as TEXT WORD…: works, and standard output holds TEXT
done_as() {
    text=$1
    shift
    run "$@"
    [ "$status" = 0 ] || fault "$*: status $status"
    grep -qF -- "$text" "$work/out" || fault "$*: no “$text”"
}

same() {
    cmp -s "$1" "$2" || fault "$3: the file was changed"
}

"$program" "$plan" new --sample solor-2020 || exit 1
cp "$plan" "$work/first"

# --- Files that are no plan
echo "Dear all, the plan follows." >"$work/text"
: >"$work/empty"
mkdir "$work/folder"
head -c 20000 /dev/urandom >"$work/noise"
printf 'SQLite format 3\0' | cat - "$work/noise" >"$work/header-only"
cp "$work/text" "$work/text.first"
refused 4 "$work/text" "$work/text" list task
same "$work/text" "$work/text.first" "text"
refused 4 "$work/empty" "$work/empty" list task
[ ! -s "$work/empty" ] || fault "an empty file was written to"
refused 4 "$work/noise" "$work/noise" list task
refused 4 "$work/header-only" "$work/header-only" list task
run "$work/folder" list task
[ "$status" = 1 ] || [ "$status" = 4 ] || fault "a folder: status $status"
[ "$(wc -l <"$work/err")" = 1 ] || fault "a folder: not one sentence"
refused 1 "$work/none" "$work/none" list task
[ ! -e "$work/none" ] || fault "a missing file was made"
refused 1 "$work/none" "$work/none" set task/1.4 note=x
refused 1 "$work/no/such/place" "$work/no/such/place" new

# --- new never replaces anything
refused 1 "$plan" "$plan" new
refused 1 "$plan" "$plan" new --sample solor-2020
same "$plan" "$work/first" "new"
refused 1 "atlantis" "$work/other" new --sample atlantis
[ ! -e "$work/other" ] || fault "new left a half-made plan"
refused 1 "../themes" "$work/other" new --sample ../themes

# --- Another database: SQLite's own file with another application id
cp "$plan" "$work/foreign"
printf '\1\2\3\4' | dd of="$work/foreign" bs=1 seek=68 conv=notrunc 2>/dev/null
cp "$work/foreign" "$work/foreign.first"
refused 4 "$work/foreign" "$work/foreign" list task
refused 4 "$work/foreign" "$work/foreign" set task/1.4 note=x
same "$work/foreign" "$work/foreign.first" "another database"

# --- A plan of a newer version: read, and said so; not written
cp "$plan" "$work/newer"
printf '\0\0\0\143' | dd of="$work/newer" bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$work/newer" "$work/newer.first"
done_as "Utarbeide kommunikasjonsplan" "$work/newer" list task
grep -q 'newer' "$work/err" || fault "a newer plan was not said to be one"
run "$work/newer" set task/1.4 note=x
[ "$status" = 1 ] || [ "$status" = 4 ] || fault "a newer plan: status $status"
same "$work/newer" "$work/newer.first" "a newer plan"

# --- Damaged: bytes flipped all over the second half, one page at a time
pages=$(($(wc -c <"$plan") / 4096))
page=1
while [ $page -lt "$pages" ]; do
    cp "$plan" "$work/damaged"
    printf '\377\0\377\0\252\125\377\377\0\0\377\377' |
        dd of="$work/damaged" bs=1 seek=$((page * 4096)) conv=notrunc 2>/dev/null
    cp "$work/damaged" "$work/damaged.first"
    run "$work/damaged" verify
    case $status in
    4) [ ! -s "$work/out" ] || fault "damaged page $page: standard output is for results" ;;
    *) fault "damaged page $page: status $status" ;;
    esac
    grep -q '^framdrift: ' "$work/err" || fault "damaged page $page: no sentence"
    run "$work/damaged" set task/1.4 note=x
    [ "$status" = 4 ] || fault "damaged page $page written to: status $status"
    same "$work/damaged" "$work/damaged.first" "damaged page $page"
    page=$((page + 1 + pages / 12))
done
head -c 30000 "$plan" >"$work/cut"
run "$work/cut" verify
[ "$status" = 4 ] || fault "a plan cut short: status $status"

# --- Not to be written: by permission, and by wish
as_other=
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    as_other="setpriv --reuid=65534 --regid=65534 --clear-groups"
    $as_other "$program" --version >/dev/null 2>&1 || as_other=none
elif [ "$(id -u)" = 0 ]; then
    as_other=none
fi
if [ "$as_other" != none ]; then
    chmod 755 "$work"
    mkdir "$work/locked"
    cp "$plan" "$work/locked/plan"
    chmod 444 "$work/locked/plan"
    chmod 555 "$work/locked"
    $as_other "$program" "$work/locked/plan" list task >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" = 0 ] || fault "a plan in a read-only folder cannot be read"
    $as_other "$program" "$work/locked/plan" set task/1.4 note=x >"$work/out" 2>"$work/err" </dev/null
    status=$?
    sed -i '/^You may read/d' "$work/err" # said when the plan is opened
    said 1 "reading only" "set in a read-only folder"
    same "$work/locked/plan" "$plan" "a read-only folder"
    $as_other "$program" "$work/locked/new" new >"$work/out" 2>"$work/err" </dev/null
    status=$?
    said 1 "$work/locked/new" "new in a read-only folder"
    chmod 755 "$work/locked"
    chmod 000 "$work/locked/plan"
    $as_other "$program" "$work/locked/plan" list task >"$work/out" 2>"$work/err" </dev/null
    status=$?
    said 1 "$work/locked/plan" "a plan that may not be read"
fi
refused 1 "reading only" "$plan" --read-only set task/1.4 note=x
refused 1 "reading only" --read-only "$plan" add person name=x
refused 1 "reading only" "$plan" --as-of 2020-09-01 set task/1.4 note=x

# --- A full disk: a small file system where one can be mounted, else a limit on the file's size
mkdir "$work/small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=1m none "$work/small" 2>/dev/null; then
    mounted=$work/small
    cp "$plan" "$work/small/plan"
    dd if=/dev/zero of="$work/small/ballast" bs=4096 2>/dev/null
    run "$work/small/plan" add note name="$(head -c 60000 /dev/zero | tr '\0' x)"
    said 1 "" "a full disk"
    rm "$work/small/ballast"
    run "$work/small/plan" verify
    [ "$status" = 0 ] || fault "a full disk left the plan damaged"
    run "$work/small/plan" list note
    ! grep -q xxxx "$work/out" || fault "a full disk kept half an edit"
fi
blocks=$(($(wc -c <"$plan") / 512 + 8))
cp "$plan" "$work/limited"
(
    trap '' XFSZ
    ulimit -f $blocks
    "$program" "$work/limited" add note name="$(head -c 60000 /dev/zero | tr '\0' x)" \
        >"$work/out" 2>"$work/err" </dev/null
)
status=$?
said 1 "" "a file that may not grow"
run "$work/limited" verify
[ "$status" = 0 ] || fault "a file that may not grow was left damaged"
run "$plan" list task
"$program" "$plan" list task >/dev/full 2>"$work/err" </dev/null
status=$?
: >"$work/out"
[ "$status" = 1 ] || fault "results that cannot be written: status $status"
[ -s "$work/err" ] || fault "results that cannot be written: nothing said"

# --- The command line itself
refused 2 "fly" "$plan" fly
refused 2 "verify" "$plan" verfy
refused 2 "--fly" "$plan" list task --fly
refused 2 "--size" "$plan" view timeline --size large
refused 2 "--size" "$plan" view timeline --size 0x10
refused 2 "--today" "$plan" list task --today yesterday
refused 2 "--today" "$plan" list task --today
refused 2 "--lang" "$plan" list task --lang tlh
refused 2 "xml" "$plan" list task --as xml
refused 2 "json" "$plan" view timeline --as json
refused 1 "ownr" "$plan" set task/1.4 ownr=x
refused 1 "things" "$plan" list things
refused 1 "31.2.2020" "$plan" set task/1.4 deadline=31.2.2020
refused 1 "9.9" "$plan" show task/9.9
refused 1 "nothing" "$plan" view nothing
refused 1 "list" list
refused 2 "FILE"
printf 'bad\033]0;title\007 \377\376 bytes' >"$work/words"
refused 2 "bad" "$plan" "$(cat "$work/words")"
same "$plan" "$work/first" "wrong command lines"

# --- Odd sizes of a printed view
for size in 10x3 1x1 39x9 40x10 1000x3 3x400; do
    for view in timeline groups swot registers history help; do
        run "$plan" view $view --size $size
        [ "$status" = 0 ] || fault "view $view at $size: status $status"
        [ ! -s "$work/err" ] || fault "view $view at $size: says something"
        [ "$(wc -l <"$work/out")" -le "${size#*x}" ] || fault "view $view at $size: too many lines"
    done
done

# --- No terminal
refused 2 "terminal" "$plan"
refused 1 "$work/none" "$work/none"
echo "list task" | "$program" "$plan" >"$work/out" 2>"$work/err"
status=$?
said 2 "terminal" "standard input is a pipe"

# --- A configuration with faults: the program works, and says them
mkdir -p "$HOME/.config/framdrift"
cat >"$HOME/.config/framdrift/config.ini" <<'INI'
[screen]
theme = no-such-theme
colour = red
[keys]
entr = open
f5 = fly
this line is nothing
INI
run "$plan" list task
[ "$status" = 0 ] || fault "a broken configuration: status $status"
grep -q 'Utarbeide kommunikasjonsplan' "$work/out" || fault "a broken configuration: no results"
for word in no-such-theme colour entr fly 'line 7'; do
    grep -q "config.ini.*$word" "$work/err" || fault "a broken configuration: $word is not named"
done
refused_check=$(grep -c 'line [0-9]' "$work/err")
[ "$refused_check" -ge 4 ] || fault "a broken configuration: lines are not named"
run "$plan" --check-config
[ "$status" = 1 ] || fault "--check-config: status $status"
rm "$HOME/.config/framdrift/config.ini"
run "$plan" list task --config "$work/no-such.ini"
[ "$status" = 0 ] || fault "a missing configuration: status $status"
grep -q 'no-such.ini' "$work/err" || fault "a missing configuration is not named"

# --- Locked by another program: a transaction that is never committed
if command -v python3 >/dev/null && python3 -c 'import sqlite3' 2>/dev/null; then
    mkfifo "$work/release"
    python3 - "$plan" "$work/held" "$work/release" <<'PYTHON' &
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
open(sys.argv[2], "w").close()
open(sys.argv[3]).read()
PYTHON
    holder=$!
    while [ ! -e "$work/held" ] && kill -0 $holder 2>/dev/null; do :; done
    run "$plan" set task/1.4 note=x
    said 1 "" "a plan that another program holds"
    : >"$work/release"
    wait $holder
    same "$plan" "$work/first" "a plan that another program held"
fi

# --- What is asked for goes to standard output, and nothing else does
done_as "framdrift FILE" --help
done_as "framdrift " --version
done_as "down" --list-keys
done_as "default" --list-themes
done_as "task/" "$plan" add task parent=1 name=x
run "$plan" undo
[ ! -s "$work/out" ] || fault "undo: a message on standard output"
[ -s "$work/err" ] || fault "undo: says nothing"

end_of_faults
