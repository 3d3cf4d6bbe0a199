# SPDX-License-Identifier: MPL-2.0
# What the scripts here begin with: an empty folder `work` with a home in it, no settings of whoever runs
# them, and `fault`, which counts what went wrong.  A script sets `program` and sources this; it defines
# `clean_up` anew when it leaves behind more than files, and ends with `end_of_faults`.
work=$(mktemp -d "${TMPDIR:-/tmp}/framdrift-cli-XXXXXX")
faults=0

clean_up() {
    :
}

trap 'clean_up; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
LC_ALL=C.UTF-8
HOME=$work/home
TERM=xterm-256color
export LC_ALL HOME TERM
unset LANGUAGE XDG_CONFIG_HOME XDG_STATE_HOME XDG_RUNTIME_DIR FRAMDRIFT_SSH 2>/dev/null
mkdir "$HOME"

fault() {
    echo "FAULT: $*"
    sed 's/^/    out: /' "$work/out" | head -5
    sed 's/^/    err: /' "$work/err" | head -5
    faults=$((faults + 1))
}

end_of_faults() {
    [ $faults = 0 ] || echo "$faults faults"
    [ $faults = 0 ]
}
