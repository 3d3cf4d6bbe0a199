#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Breaks the store on purpose, one way at a time, in a copy of the tree, and expects the tests to notice.
# A mutant that every test passes ("survived") means that a promise of the store is not tested.
#
# Which of two changes of the very same moment is in force is no mutant: every copy agrees either way.
#
# usage: mutants.sh SOURCE_FOLDER [--match]     with --match only whether every expression still finds its place
#                                     FRAMDRIFT_TRIALS, FRAMDRIFT_STEPS and FRAMDRIFT_SEED go to the property
#                                     test; MUTANTS_ONLY=WORD tries only the mutants whose line has it.
set -eu

source_tree=$(cd "${1:?usage: mutants.sh SOURCE_FOLDER}" && pwd)
export FRAMDRIFT_TRIALS="${FRAMDRIFT_TRIALS:-40}"
export FRAMDRIFT_STEPS="${FRAMDRIFT_STEPS:-60}"
export FRAMDRIFT_SEED="${FRAMDRIFT_SEED:-2000}"
only=${MUTANTS_ONLY:-}
match_only=${2:-}
unmatched=0
most_seconds=300 # for one test: what never ends has failed as well
tests='properties_store_merge unit_store_undo unit_store_changes unit_store_compact unit_store_damage
unit_store_erase unit_store_reopen'

work=$(mktemp -d "${TMPDIR:-/tmp}/mutants.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tree=$work/tree
build=$work/build
table=$work/table
killed=0
survived=0
: >"$table"

# With `log` as second argument the end of what the last command said is shown.
give_up() {
    printf 'mutants.sh: %s\n' "$1" >&2
    [ "${2:-}" != log ] || tail -n 30 "$work/log" >&2
    exit 2
}

# A mutant that does not compile has shown nothing.
build_tests() {
    # shellcheck disable=SC2086 # a list of targets
    cmake --build "$build" --target $1 >"$work/log" 2>&1 || give_up "it does not build: $2" log
}

# True when the test fails; a test that could not be started is no failure but the end.
test_fails() {
    result=0
    (cd "$build/tests" && exec timeout "$most_seconds" "./$1") >"$work/log" 2>&1 || result=$?
    case $result in
        0) return 1 ;;
        125 | 126 | 127) give_up "$1 cannot be run" ;;
    esac
    return 0
}

# mutant TESTS FILE WHAT_IT_BREAKS SED_EXPRESSION: killed when one of the tests fails.
mutant() {
    case "$1 $2 $3" in
        *"$only"*) ;;
        *) return 0 ;;
    esac
    mutated=$tree/src/store/$2
    cp "$mutated" "$work/saved"
    sed -e "$4" "$work/saved" >"$mutated"
    if [ "$match_only" = --match ]; then
        if cmp -s "$work/saved" "$mutated"; then
            printf 'the expression for "%s" matches nothing in %s\n' "$3" "$2"
            unmatched=$((unmatched + 1))
        fi
        cp "$work/saved" "$mutated"
        return 0
    fi
    ! cmp -s "$work/saved" "$mutated" || give_up "the expression for \"$3\" matches nothing in $2"
    build_tests "$1" "$3"
    verdict=SURVIVED
    for test in $1; do
        if test_fails "$test"; then
            verdict="killed by $test"
            break
        fi
    done
    cp "$work/saved" "$mutated"
    case $verdict in
        SURVIVED) survived=$((survived + 1)) ;;
        *) killed=$((killed + 1)) ;;
    esac
    printf '%-14s %-54s %s\n' "$2" "$3" "$verdict" | tee -a "$table"
}

mkdir "$tree"
(cd "$source_tree" && tar -cf - --exclude=.git --exclude='./build*' .) | (cd "$tree" && tar -xf -)
if [ "$match_only" != --match ]; then
    cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DFRAMDRIFT_TESTS=ON \
        -DCMAKE_C_COMPILER_LAUNCHER="${CMAKE_C_COMPILER_LAUNCHER:-}" >"$work/log" 2>&1 ||
        give_up 'it cannot be configured' log

    # Without a mutation everything passes: else a failure below would say nothing.
    build_tests "$tests" 'the tree as it is'
    for test in $tests; do
        ! test_fails "$test" || give_up "$test fails without any mutation" log
    done
fi

merge=properties_store_merge
undo=unit_store_undo
changes=unit_store_changes
compact=unit_store_compact
damage=unit_store_damage
erase=unit_store_erase
reopen=unit_store_reopen

# --- Writing
mutant "$changes $merge" journal.c 'an edit supersedes only one of several heads' \
    's/&kept, prevs, heads.count, err/\&kept, prevs, heads.count > 0 ? 1U : 0U, err/'
mutant "$changes $merge" journal.c 'a deletion does not name the fields it has seen' \
    's/journal_row_heads(store, entity->number, row, !exists,/journal_row_heads(store, entity->number, row, false,/'
mutant "$changes $merge" commit.c 'references to a deleted row are not let go' \
    's/rows->keys\[i\].mark == 0/rows->keys[i].mark == 2/'
mutant "$damage $changes" commit.c 'a change is committed without its checksum' \
    's/bind_int64(finish, 5, sum)/bind_int64(finish, 5, 0)/'

mutant "$damage" db.c 'writing goes on after SQLite has rolled back' \
    '/^static bool transaction_stands/,/^}/s/return !store->in_transaction ||/return store != NULL ||/'

# --- What is in force
mutant "$changes $merge" derive.c 'of several heads the earliest is in force' \
    's/head->time > best->time/head->time < best->time/'
mutant "$changes $merge" derive.c 'a row deleted here and edited there is gone' \
    's/(out->deleted && edited_unseen)/(!out->deleted \&\& edited_unseen)/'
mutant "$changes $merge" image.c 'a deleted row that is still in use is gone' \
    's/used->known && !image_row_lives(used)/used->alive \&\& !image_row_lives(used)/'
mutant "$changes $merge" state.c 'what only the whole plan can tell is not derived anew' \
    's/return !special || state_rebuild/return special || state_rebuild/'
mutant "$changes $undo" state.c 'a deleted row stays in the state' \
    's/(row->alive ? write_row/(row->known ? write_row/'

# --- Merging
mutant "$merge" merge.c 'changes that are merged are numbered by their clock' \
    '/^static bool find_missing/,/^}/s/ORDER BY seq/ORDER BY ts, cid/'
mutant "$changes $merge" merge.c 'tombstones of erased people are not carried on' \
    's/(erased && !erased_here)/(erased \&\& erased_here)/'
mutant "$damage $changes" merge.c 'a damaged copy is merged' \
    's/return report.clean ||/return merge->here != NULL ||/'

mutant "$damage" merge.c 'a known change with another content is merged' \
    '/^static bool find_missing/,/^}/s/found && ours.sum != theirs.sum/found \&\& ours.id != theirs.id/'

# --- Erasing
mutant "$erase" erase.c 'words that arrive for an erased person are kept' \
    '/^bool erase_spread/,/^}/s/if (erased == 0)/if (erased >= 0)/'
mutant "$erase" erase.c 'plain words of an older plan stay in its operations' \
    '/^static bool erase_plain/,/^}/s/"DELETE FROM op WHERE "/"DELETE FROM op WHERE 0 AND "/'
mutant "$erase" erase.c 'plain words of an older plan stay in its labels' \
    '/^static bool erase_plain/,/^}/s/arch=1, label=coalesce(/arch=1, label=coalesce(label, /'
mutant "$erase $merge" erase.c 'an erased person takes words again' \
    '/^bool erase_fail_if_erased/,/^}/s/(!erased ||/(true ||/'
mutant "$erase" derive.c 'erased words are in conflict' \
    '/^static bool same_value/,/^}/s/? texts\[0\] == texts\[1\]/? false/'
mutant "$erase $merge" merge_back.c 'backing out of a merge brings an erased person back' \
    's/if (out->erased != 0)/if (out->erased == 2)/'

mutant "$merge" merge_back.c 'backing out leaves the words that arrived' \
    '/^static bool take_back/,/^}/s/i < out->arrived.count/i < 0 * out->arrived.count/'
mutant "$compact $merge" merge_back.c 'backing out leaves folded what the merge folded' \
    's/return compact_take_back(store, out->backup, err) &&/return true \&\&/'

# --- The list of conflicts
mutant "$changes $merge" conflicts.c 'rows deleted but in use are not listed' \
    's/(row->deleted || row->kept) && !add_existence/row->deleted \&\& !row->kept \&\& !add_existence/'
mutant "$changes $merge" conflicts.c 'parents in a circle are not listed' \
    's/(rooted || differing) && !add_field/(!rooted \&\& differing) \&\& !add_field/'
mutant "$changes $merge" conflicts.c 'fields with several values are not listed' \
    's/(rooted || differing) && !add_field/(rooted \&\& !differing) \&\& !add_field/'

# --- Undo
mutant "$undo $merge" without.c 'undo overwrites what others wrote since' \
    '/^static bool find_standing/,/^}/s/        if (at != NO_CHANGE) {/        if (heads->count > 0) {/'
mutant "$undo $merge" undo_rows.c 'undo removes a row that others have touched' \
    's/at == NO_CHANGE && !nothing;/at == NO_CHANGE \&\& nothing;/'
mutant "$undo" undo.c 'undo wakes a deleted row, or points to one' \
    's/if (!may_write_back(undoing, item, &heads\[i\].value, &may, err))/if (!(may = true))/'
mutant "$undo" undo.c 'an undo that leaves everything alone is forgotten' \
    's/keep_empty = true;/keep_empty = false;/'
mutant "$undo" undo_find.c 'redo goes on after a fresh edit' \
    '/^static bool pick_for_redo/,/^}/s/PICK_NONE;/PICK_NEXT;/'
mutant "$undo $merge" change.c 'an undo that was undone still counts' \
    's/taken_back->undone || !takings.items\[i\].undone;/true;/'
mutant "$undo $merge" standing.c 'what undo wrote anew counts as touched' \
    's/before.alike_seq < seq ? before.alike/seq == 0 ? before.alike/'

mutant "$reopen" without.c 'what a deletion had only seen counts as folded' \
    '/^static bool find_known/,/^}/s/    if (\*known) {/    if (*known \&\& target == 0) {/'

# --- Compaction
mutant "$compact $merge" compact.c 'a predecessor stays when its successor is dropped' \
    '/^static void keep_successors/,/^}/s/bool again = true;/bool again = false;/'
mutant "$compact $merge" compact.c 'what a young change superseded is dropped' \
    's/before->mark |= SUPERSEDED | (young ? KEEP : 0)/before->mark |= SUPERSEDED/'
mutant "$compact" compact.c 'undecided fields are folded' \
    '/^static bool mark_field/,/^}/s/heads == 1 &&/heads >= 1 \&\&/'
mutant "$compact" compact.c 'personal values are folded' \
    's/(field->flags & FIELD_PERSONAL) == 0/true/'
mutant "$compact $merge" compact.c 'a merge does not carry on what was folded' \
    '/^bool compact_take(/,/^}/s/drop_all(&fold, err) &&/true \&\&/'
mutant "$compact $merge" compact.c 'a copy that dropped what is in force is merged' \
    's/if (good && !kept && !later &&/if (good \&\& !kept \&\& !later \&\& change == 0 \&\&/'
mutant "$erase" compact.c 'a copy in which somebody was erased is refused' \
    's/ && !erase_drops_column(drop.table, drop.column)//'

if [ "$match_only" = --match ]; then
    [ "$unmatched" -eq 0 ]
    exit
fi
printf '\n%d killed, %d survived\n' "$killed" "$survived"
if [ "$survived" -ne 0 ]; then
    grep SURVIVED "$table"
    exit 1
fi
