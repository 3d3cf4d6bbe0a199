#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# install.sh CMAKE BUILD ROOT PREFIX   installs into an empty folder; everything is there, and the installed
#                                      program finds its samples, themes and words without the source tree.
set -eu
cmake=$1 build=$2 root=$3 prefix=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C HOME="$work/home"
unset XDG_CONFIG_HOME XDG_STATE_HOME FRAMDRIFT_SHARE LANGUAGE LANG
mkdir "$work/home"

complain() {
    echo "$*" >&2
    exit 1
}

DESTDIR=$work/staged "$cmake" --install "$build" >"$work/said" || { cat "$work/said" >&2; exit 1; }
there=$work/staged$prefix
for file in bin/framdrift share/man/man1/framdrift.1 share/man/man5/framdrift.ini.5 \
    share/bash-completion/completions/framdrift share/doc/framdrift/LICENSE \
    share/doc/framdrift/examples/framdrift-kiosk.service; do
    [ -s "$there/$file" ] || complain "not installed: $file"
done

# Nothing is forgotten, and nothing more than what belongs there.
(cd "$root/sample-data" && find . -name '*.plan.txt' | sort) >"$work/samples"
(cd "$there/share/framdrift/samples" && find . -type f | sort) | diff "$work/samples" - >&2 || complain "samples differ"
(cd "$root/themes" && find . -name '*.ini' | sort) >"$work/themes"
(cd "$there/share/framdrift/themes" && find . -type f | sort) | diff "$work/themes" - >&2 || complain "themes differ"
[ -s "$work/samples" ] || complain "there are no samples to install"
[ -s "$work/themes" ] || complain "there are no themes to install"
for po in "$root"/src/po/*.po; do
    [ -e "$po" ] || continue
    [ -d "$build/locale" ] || continue
    language=$(basename "$po" .po)
    [ -s "$there/share/locale/$language/LC_MESSAGES/framdrift.mo" ] || complain "not installed: the catalogue of $language"
done

# Moved away from where it was to be, as a whole: neither the source tree nor the prefix is of use.
mv "$there" "$work/moved"
program=$work/moved/bin/framdrift
for sample in $(sed 's|^\./||; s|/.*||' "$work/samples" | sort -u); do
    "$program" "$work/$sample.plan" new --sample "$sample" || complain "no plan could be made of the sample $sample"
    [ "$("$program" "$work/$sample.plan" list task --as csv | wc -l)" -gt 1 ] || complain "the sample $sample has no tasks"
    "$program" "$work/$sample.plan" verify >"$work/said" 2>&1 || complain "the plan of $sample is not sound"
done
"$program" --list-themes | sort >"$work/named"
sed 's|^\./||; s|\.ini$||' "$work/themes" | sort | diff - "$work/named" >&2 || complain "--list-themes differs"
if [ -d "$work/moved/share/locale/nb" ]; then
    "$program" --lang nb --help | grep -q '^Kommandoer' || complain "the program does not speak Norwegian"
fi

# What it reads must be its own: without its samples there are none, whatever the source tree has.
mv "$work/moved/share/framdrift/samples" "$work/samples-away"
if "$program" "$work/second.plan" new --sample solor-2020 2>/dev/null; then
    complain "the installed program read samples of another tree"
fi
mkdir "$work/share"
mv "$work/samples-away" "$work/share/samples"
FRAMDRIFT_SHARE=$work/share "$program" "$work/third.plan" new --sample solor-2020 || complain "FRAMDRIFT_SHARE was not heeded"
