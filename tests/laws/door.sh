#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# door.sh DOOR ROOT COMPILER FLAG…   the door compiles alone, and twice in one file, without a warning
# door.sh --self-test COMPILER FLAG…   a door that leans on another header, or has no guard, is found
set -eu

compiles() { # DOOR ROOT COMPILER FLAG…
    door=$1 root=$2
    shift 2
    printf '#include "%s"\n#include "%s"\n' "$door" "$door" |
        "$@" -std=c17 -Werror -I "$root/include" -fsyntax-only -x c -
}

if [ "$1" != --self-test ]; then
    compiles "$@"
    exit
fi
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/include/framdrift"
printf '#ifndef A\n#define A\nsize_t sum(void);\n#endif\n' >"$work/include/framdrift/leaning.h"
printf '#include <stddef.h>\nenum { ONE = 1 };\n' >"$work/include/framdrift/unguarded.h"
printf '#ifndef A\n#define A\nint sum();\n#endif\n' >"$work/include/framdrift/warned.h"
printf '#ifndef A\n#define A\n#include <stddef.h>\nsize_t sum(void);\n#endif\n' >"$work/include/framdrift/good.h"
for bad in leaning unguarded warned; do
    if compiles "framdrift/$bad.h" "$work" "$@" 2>/dev/null; then
        echo "the door $bad.h was let pass" >&2
        exit 1
    fi
done
compiles framdrift/good.h "$work" "$@"
