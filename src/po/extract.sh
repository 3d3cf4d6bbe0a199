#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# extract.sh ROOT POT   writes every text for people in the files of POTFILES to POT
set -eu
cd "$1"
xgettext --files-from=src/po/POTFILES --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ \
    --flag=_:1:pass-c-format --flag=N_:1:pass-c-format --flag=fail:3:c-format \
    --flag=text_printf:2:c-format --flag=arena_printf:2:c-format --flag=app_say:2:c-format \
    --add-comments=TRANSLATORS --package-name=framdrift --output="$2"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$2"
