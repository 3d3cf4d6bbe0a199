#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# A laptop that comes back: merges in both orders, conflicts and decisions, backing out, sync over a line
# that breaks at every step, and a person who is erased and stays erased.  Argument: the program.
set -u
program=$1
. "$(dirname "$0")/common.sh"

# run STATUS WORD…: ends like that; its streams in $work/out and $work/err
run() {
    want=$1
    shift
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" = "$want" ] || fault "$*: status $status, not $want"
}

said() { # TEXT: on standard output
    grep -qF -- "$1" "$work/out" || fault "no “$1” was printed"
}

complained() { # TEXT: on standard error
    grep -qF -- "$1" "$work/err" || fault "“$1” was not said"
}

kinds="plan task goal link municipality body group role person seat answer decision point obligation
instance meeting funding effort swot risk benefit item note known"

everything() { # PLAN: every row of every kind
    for kind in $kinds; do
        echo "list $kind"
    done | "$program" "$1" - --as json 2>&1
}

same_plans() { # ONE OTHER WHAT
    everything "$1" >"$work/one"
    everything "$2" >"$work/other"
    cmp -s "$work/one" "$work/other" || fault "$3: the plans differ"
}

sound() { # PLAN: verified, and nothing is left beside it but backups
    run 0 "$1" verify
    for file in "$1".*; do
        case $file in
        *.bak.[0-9]*) ;;
        "$1.*") ;;
        *) fault "left behind: $file" ;;
        esac
    done
}

fresh() { # a desk and a laptop that both have been worked on
    rm -f "$work"/desk* "$work"/laptop*
    cp "$work/first" "$work/desk"
    cp "$work/first" "$work/laptop"
    run 0 "$work/desk" set task/1.4 deadline=5.9 --author olav
    run 0 "$work/desk" set task/2.5 name=Skrivebord --author olav
    run 0 "$work/desk" set task/2.7 note=Herfra --author olav
    run 0 "$work/laptop" set task/1.4 deadline=4.9 --author kari
    run 0 "$work/laptop" set task/2.5 "purpose=Fra hytta" --author kari
    run 0 "$work/laptop" add task name=Underveis parent=task/1 --author kari
}

"$program" "$work/first" new --sample solor-2020 || exit 1
run 0 "$work/first" set plan/1 region=Solør

# --- A preview writes nothing
fresh
cp "$work/desk" "$work/before"
run 0 "$work/desk" merge "$work/laptop" --dry-run
said "copy from"
said "3 changes"
said "3 tasks, 1 conflict"
said "Underveis"
cmp -s "$work/desk" "$work/before" || fault "a preview wrote"
run 0 "$work/desk" diff "$work/laptop"
said "Fra hytta"
cmp -s "$work/desk" "$work/before" || fault "diff wrote"

# --- Both ways, in both orders: the same plan, and merging again changes nothing
cp "$work/desk" "$work/desk2"
cp "$work/laptop" "$work/laptop2"
run 3 "$work/desk" merge "$work/laptop"
complained "1 conflict remains"
run 3 "$work/laptop" merge "$work/desk"
run 3 "$work/laptop2" merge "$work/desk2"
run 3 "$work/desk2" merge "$work/laptop2"
same_plans "$work/desk" "$work/laptop" "both ways"
same_plans "$work/desk" "$work/laptop2" "the other order"
same_plans "$work/desk" "$work/desk2" "the other order, the other copy"
run 3 "$work/desk" merge "$work/laptop" "$work/laptop2"
said "nothing new"
run 0 "$work/desk" list task --as json
said "Herfra"
said "Fra hytta"
said "Underveis"
said "Skrivebord"

# --- Both values are listed, the one that counts is marked, and the finding stays until it is decided
run 3 "$work/desk" conflicts
said "task/1.4.deadline"
said "5.9   olav"
said "4.9   kari"
said "base    1. september"
run 3 "$work/desk" conflicts --as json
said '"side":"ours"'
run 1 "$work/desk" check
said "conflict "
run 1 "$work/desk" resolve task/1.3 theirs
complained "There is no conflict"
run 1 "$work/desk" resolve 2 theirs
run 1 "$work/desk" resolve task/1.4.deadline nonsense-is-no-date-1.13
run 2 "$work/desk" resolve task/1.4.deadline
run 3 "$work/desk" conflicts

# --- A decision is a change like others, travels with merges, and can be undone
for choice in "ours 5.9" "theirs 4.9" "base 1. september" "7.9 7.9"; do
    cp "$work/desk" "$work/decided"
    run 0 "$work/decided" resolve task/1.4.deadline "${choice%% *}"
    complained "No conflict is left"
    run 0 "$work/decided" conflicts
    run 0 "$work/decided" show task/1.4 --as json
    said "\"as_written\":\"${choice#* }\""
    cp "$work/laptop" "$work/told"
    run 0 "$work/told" merge "$work/decided"
    same_plans "$work/told" "$work/decided" "after deciding for $choice"
    sound "$work/decided"
    rm -f "$work"/decided* "$work"/told*
done
cp "$work/desk" "$work/decided"
run 1 "$work/decided" resolve --of nobody
run 0 "$work/decided" resolve --of kari
run 0 "$work/decided" show task/1.4 --as json
said '"as_written":"4.9"'
cp "$work/desk" "$work/decided"
run 0 "$work/decided" resolve 1 ours
run 0 "$work/decided" show task/1.4 --as json
said '"as_written":"5.9"'
rm -f "$work"/decided*

# --- Deleted here, edited there: the row stays until somebody decides
for choice in keep delete ours theirs; do
    rm -f "$work"/gone* "$work"/edited*
    cp "$work/first" "$work/gone"
    cp "$work/first" "$work/edited"
    run 0 "$work/gone" delete task/1.4
    run 0 "$work/edited" set task/1.4 note=Viktig
    run 3 "$work/gone" merge "$work/edited"
    run 0 "$work/gone" resolve task/1.4 $choice
    run 0 "$work/gone" conflicts
    run 0 "$work/gone" list task
    case $choice in
    keep | theirs) said "Utarbeide kommunikasjonsplan" ;;
    *) ! grep -q "Utarbeide kommunikasjonsplan" "$work/out" || fault "$choice kept the row" ;;
    esac
    sound "$work/gone"
done

# --- The same person on two machines, or on one: the sides are told apart by the file
rm -f "$work"/gone* "$work"/edited*
cp "$work/first" "$work/gone"
cp "$work/first" "$work/edited"
run 0 "$work/gone" set task/1.4 name=En --author kari
run 0 "$work/edited" set task/1.4 name=To --author kari
run 3 "$work/gone" merge "$work/edited"
run 1 "$work/gone" resolve --of kari
complained "both sides"
run 0 "$work/gone" resolve task/1.4.name theirs
run 0 "$work/gone" list task name=To
said "To"

# --- Backing out: as before the merge, while nothing came after it
fresh
everything "$work/desk" >"$work/before"
run 3 "$work/desk" merge "$work/laptop"
run 0 "$work/desk" merge --back
everything "$work/desk" >"$work/after"
cmp -s "$work/before" "$work/after" || fault "backing out left something"
run 0 "$work/desk" conflicts
sound "$work/desk"
run 1 "$work/desk" merge --back
complained "no merge to back out of"
run 3 "$work/desk" merge "$work/laptop"
run 0 "$work/desk" set task/1.1 note=Etterpå
run 1 "$work/desk" merge --back
complained "came after the merge"
rm -f "$work"/desk.bak.*
fresh
run 3 "$work/desk" merge "$work/laptop"
rm -f "$work"/desk.bak.*
run 1 "$work/desk" merge --back

# --- Files of another plan, or of none
run 0 "$work/stranger" new --sample solor-2020
run 1 "$work/desk" merge "$work/stranger"
complained "is another plan"
run 1 "$work/desk" merge "$work/none"
run 2 "$work/desk" merge
echo "Dear all" >"$work/letter"
run 4 "$work/desk" merge "$work/letter"

# --- sync, through a line that breaks at every step
mkdir "$work/bin" "$work/there"
ln -s "$program" "$work/bin/framdrift"
cat >"$work/line" <<'EOF'
#!/bin/sh
# HOST COMMAND, as ssh is called; $LINE says where it breaks
cd "$THERE" || exit 255
case "$LINE $2" in
"down "*) exit 255 ;;
"send-half "*send) sh -c "$2" | head -c 20000; exit 255 ;;
"send-short "*send) sh -c "$2" | head -c 20000; exit 0 ;;
"send-hurt "*send) sh -c "$2" | sed '40s/[A-M]/N/'; exit 0 ;;
"send-nothing "*send) exit 0 ;;
"receive-down "*receive) exit 255 ;;
"receive-half "*receive) head -c 20000 | sh -c "$2" ;;
"receive-lost "*receive) sh -c "$2" >/dev/null; exit 255 ;;
*) echo "Welcome to $1"; sh -c "$2" ;;
esac
EOF
chmod +x "$work/line"
PATH=$work/bin:$PATH
FRAMDRIFT_SSH=$work/line
THERE=$work/there
LINE=whole
export PATH FRAMDRIFT_SSH THERE LINE
for LINE in down send-half send-short send-hurt send-nothing receive-down receive-half receive-lost; do
    fresh
    rm -f "$THERE"/*
    mv "$work/desk" "$THERE/it's a plan"
    everything "$work/laptop" >"$work/before"
    everything "$THERE/it's a plan" >"$work/before-there"
    run 1 "$work/laptop" sync "kari@desk:it's a plan"
    sound "$work/laptop"
    sound "$THERE/it's a plan"
    case $LINE in
    receive-lost) ;;
    *)
        everything "$THERE/it's a plan" | cmp -s - "$work/before-there" ||
            fault "$LINE: something reached the other end"
        ;;
    esac
    case $LINE in
    receive-*) ;;
    *) everything "$work/laptop" | cmp -s - "$work/before" || fault "$LINE: something came" ;;
    esac
    broken=$LINE
    LINE=whole
    run 3 "$work/laptop" sync "kari@desk:it's a plan"
    said "here: "
    said "there: "
    same_plans "$work/laptop" "$THERE/it's a plan" "sync after $broken"
    sound "$work/laptop"
    sound "$THERE/it's a plan"
done
# A laptop that has no plan yet: a copy comes whole, or nothing is left
cp "$THERE/it's a plan" "$work/kept"
for LINE in down send-half send-short send-hurt send-nothing; do
    run 1 "$work/new" sync "kari@desk:it's a plan"
    ls "$work"/new* >/dev/null 2>&1 && fault "$LINE: left behind: $(ls "$work"/new*)"
done
LINE=whole
run 3 "$work/new" sync "kari@desk:it's a plan"
said "here: a copy of kari@desk:it's a plan"
complained "1 conflict remains"
same_plans "$work/new" "$THERE/it's a plan" "the first copy"
sound "$work/new"
run 0 "$work/new" resolve task/1.4.deadline theirs
run 0 "$work/new" sync "kari@desk:it's a plan"
said "there: copy from"
rm -f "$work"/new*
run 0 "$work/new" sync "kari@desk:it's a plan"
printf 'not a plan at all' >"$THERE/letter"
rm -f "$work"/new*
run 1 "$work/new" sync "kari@desk:letter"
run 1 "$work/new" sync "kari@desk:nothing-there"
ls "$work"/new* >/dev/null 2>&1 && fault "left behind: $(ls "$work"/new*)"
cp "$work/kept" "$THERE/it's a plan"
run 0 "$work/laptop" resolve task/1.4.deadline theirs
run 0 "$work/laptop" sync "kari@desk:it's a plan"
same_plans "$work/laptop" "$THERE/it's a plan" "sync of a decision"
run 0 "$work/laptop" sync "kari@desk:it's a plan"
said "here: nothing new"
run 2 "$work/laptop" sync nowhere
run 2 "$work/laptop" sync "-oProxyCommand=x:y"
FRAMDRIFT_SSH=$work/no-such-program
run 1 "$work/laptop" sync "kari@desk:plan"

# --- A person: all that is held is shown; erased is erased, also by a copy that knew the person
rm -f "$work"/desk* "$work"/laptop*
cp "$work/first" "$work/desk"
run 0 "$work/desk" set 'person/Gunvor Lie' email=gunvor@example.org
run 0 "$work/desk" set task/1.4 'owner=Gunvor Lie' 'note=Ring Gunvor Lie først'
cp "$work/desk" "$work/laptop"
run 0 "$work/laptop" set 'person/Gunvor Lie' 'email=lie@example.org' 'note=Har ferie'
run 0 "$work/desk" show 'person/Gunvor Lie' --everything
said "gunvor@example.org"
said "1.4 Utarbeide kommunikasjonsplan: Owner"
said "1.4 Utarbeide kommunikasjonsplan: Note"
said "Seat "
run 0 "$work/desk" set task/1.4 note=
run 0 "$work/desk" set task/1.4 'note=Ring Gunvor Lie'
everything "$work/desk" >"$work/before"
seats=$("$program" "$work/desk" list seat --as csv </dev/null | wc -l)
hours=$("$program" "$work/desk" list effort --columns hours --as csv </dev/null)
run 0 "$work/desk" erase 'person/Gunvor Lie'
said "look at:"
said "1.4 Utarbeide kommunikasjonsplan: Note"
said "cannot be reached"
[ "$("$program" "$work/desk" list seat --as csv </dev/null | wc -l)" = "$seats" ] || fault "a seat went"
[ "$("$program" "$work/desk" list effort --columns hours --as csv </dev/null)" = "$hours" ] || fault "hours went"
run 0 "$work/desk" list person
! grep -q "Gunvor Lie" "$work/out" || fault "the person is still listed"
run 0 "$work/desk" set task/1.4 note=
run 1 "$work/desk" erase 'person/Gunvor Lie'
run 1 "$work/desk" erase task/1.4
gone() { # PLAN WHAT: no byte of the file, or of what lies beside it but backups, has the words
    for file in "$1" "$1-journal"; do
        [ -e "$file" ] || continue
        ! grep -qa "gunvor@example.org\|lie@example.org\|Har ferie" "$file" || fault "$2: bytes are left"
    done
}
gone "$work/desk" "erased"
run 3 "$work/desk" merge "$work/laptop"
gone "$work/desk" "an old copy was merged"
run 0 "$work/desk" list person
! grep -q "Gunvor\|lie@" "$work/out" || fault "the person came back"
run 1 "$work/desk" merge --back
complained "would bring"
run 3 "$work/laptop" merge "$work/desk"
gone "$work/laptop" "the old copy learnt of it"
sound "$work/desk"
sound "$work/laptop"

end_of_faults
