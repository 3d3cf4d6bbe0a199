#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# catalogues.sh ROOT   every catalogue is sound, prints what the English text prints, and the list of files
#                      is complete; the Norwegian one leaves nothing untranslated.
# catalogues.sh --self-test
set -eu

here=$(cd "$(dirname "$0")" && pwd)

# Every file with words for people, as POTFILES ought to list it.
files_with_words() {
    (cd "$1" && grep -lE '(^|[^A-Za-z0-9_])N?_\("|(^|[^A-Za-z0-9_])N?_\($' src/*.c src/*/*.c src/*/*.h include/framdrift/*.h) | sort
}

texts() { # each msgid of standard input but the empty one of the header, its first line only
    awk -v before="$1" '/^msgid/ { waits = 1 } /^msgstr/ { waits = 0 }
        waits && !/^msgid ""$/ { sub(/^msgid /, ""); print before $0; waits = 0 }'
}

judge() { # ROOT: complaints, one a line
    grep -v '^#' "$1/src/po/POTFILES" | sort >"$work/listed"
    files_with_words "$1" >"$work/used"
    comm -23 "$work/used" "$work/listed" | sed 's/^/POTFILES lacks /'
    comm -13 "$work/used" "$work/listed" | sed 's/^/POTFILES has too much: /'
    rm -f "$work/pot"
    sh "$here/../../src/po/extract.sh" "$1" "$work/pot" 2>&1
    for po in "$1"/src/po/*.po; do
        [ -e "$po" ] || continue
        name=$(basename "$po")
        if ! msgfmt --check --output-file=/dev/null "$po" 2>"$work/said"; then
            sed "s/^/$name: /" "$work/said"
            continue
        fi
        # Against the texts as they are now, which also marks those that hold directives.
        msgmerge --quiet --no-fuzzy-matching "$po" "$work/pot" --output-file="$work/merged" 2>&1
        # Directives that differ are marked as unsure by msgmerge.
        msgattrib --no-obsolete --only-fuzzy --no-wrap "$work/merged" | texts "$name is not sure of: "
        [ "$name" = nb.po ] || continue
        msgattrib --no-obsolete --untranslated --no-wrap "$work/merged" | texts "$name lacks: "
    done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "$1" != --self-test ]; then
    export LC_ALL=C
    judge "$1" >"$work/all"
    cat "$work/all" >&2
    [ ! -s "$work/all" ]
    exit
fi

export LC_ALL=C
tree=$work/tree
mkdir -p "$tree/src/po" "$tree/src/app" "$tree/include/framdrift"
printf 'const char *f(void) { fail(e, 1, _("%%d rows of %%s")); return N_("task"); }\n' >"$tree/src/app/a.c"
echo '/* none */' >"$tree/src/main.c"
echo '/* none */' >"$tree/src/app/a.h"
echo '/* none */' >"$tree/include/framdrift/a.h"
echo src/app/a.c >"$tree/src/po/POTFILES"
write_po() { # ROWS TASK
    printf 'msgid ""\nmsgstr ""\n"Project-Id-Version: framdrift\\n"\n"PO-Revision-Date: 2020-09-03 12:00+0200\\n"\n"Last-Translator: Framdrift\\n"\n"Language-Team: Framdrift\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Language: nb\\n"\n\nmsgid "%%d rows of %%s"\nmsgstr "%s"\n\nmsgid "task"\nmsgstr "%s"\n' "$1" "$2" >"$tree/src/po/nb.po"
}
wanted() {
    judge "$tree" >"$work/all"
    grep -qe "$1" "$work/all" || { echo "was let pass: $1" >&2; cat "$work/all" >&2; exit 1; }
}
write_po '%d rader av %s' oppgave
judge "$tree" >"$work/all"
if [ -s "$work/all" ]; then
    echo "something good was not let pass" >&2
    cat "$work/all" >&2
    exit 1
fi
write_po '%s rader av %d' oppgave
wanted 'nb.po is not sure of: "%d rows'
write_po '%d rader av %s' ''
wanted 'nb.po lacks: "task'
printf 'msgid "x\n' >"$tree/src/po/sv.po"
wanted 'sv.po: '
rm "$tree/src/po/sv.po"
echo 'const char *g(void) { return _("phase"); }' >"$tree/src/app/b.c"
echo src/app/b.c >"$tree/src/po/POTFILES"
wanted 'POTFILES lacks src/app/a.c'
