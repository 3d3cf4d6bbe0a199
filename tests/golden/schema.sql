CREATE TABLE meta(
    k TEXT PRIMARY KEY,
    v ANY
) STRICT;
CREATE TABLE change(
    seq INTEGER PRIMARY KEY,
    cid INTEGER NOT NULL UNIQUE,
    ts INTEGER NOT NULL,
    author TEXT NOT NULL,
    host TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref INTEGER NOT NULL,
    nop INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    arch INTEGER NOT NULL
) STRICT;
CREATE INDEX change_ref ON change(ref) WHERE ref<>0;
CREATE TABLE op(
    tbl INTEGER NOT NULL,
    row INTEGER NOT NULL,
    col INTEGER NOT NULL,
    cid INTEGER NOT NULL,
    prev INTEGER NOT NULL,
    val ANY,
    PRIMARY KEY(tbl, row, col, cid, prev)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_cid ON op(cid);
CREATE TABLE personal(
    vid INTEGER PRIMARY KEY,
    value TEXT,
    erased INTEGER NOT NULL
) STRICT;
CREATE TABLE "plan"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "short_name" TEXT,
    "kind" TEXT,
    "region" TEXT,
    "version" TEXT,
    "country" TEXT,
    "language" TEXT,
    "start" TEXT,
    "kiosk_names" INTEGER,
    "description" TEXT,
    "pointer" TEXT
) STRICT;
CREATE TABLE "task"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "kind" TEXT,
    "parent" INTEGER,
    "group" INTEGER,
    "municipality" INTEGER,
    "owner" INTEGER,
    "body" INTEGER,
    "status" TEXT,
    "progress" INTEGER,
    "start" TEXT,
    "finish" TEXT,
    "deadline" TEXT,
    "duration" INTEGER,
    "constraint" TEXT,
    "constraint_date" TEXT,
    "pinned" INTEGER,
    "flow" INTEGER,
    "item" INTEGER,
    "short_name" TEXT,
    "purpose" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "goal"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "task" INTEGER,
    "text" TEXT
) STRICT;
CREATE TABLE "link"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "from" INTEGER,
    "to" INTEGER,
    "type" TEXT,
    "lag" INTEGER
) STRICT;
CREATE TABLE "municipality"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "number" TEXT,
    "name" TEXT,
    "county" TEXT,
    "country" TEXT,
    "from" TEXT,
    "to" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "body"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "kind" TEXT,
    "municipality" INTEGER,
    "note" INTEGER
) STRICT;
CREATE TABLE "group"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "short_name" TEXT,
    "kind" TEXT,
    "host" INTEGER,
    "from" TEXT,
    "to" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "role"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "code" TEXT,
    "written" TEXT,
    "union_role" INTEGER
) STRICT;
CREATE TABLE "required_role"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "role" INTEGER,
    "group_kind" TEXT,
    "point" INTEGER
) STRICT;
CREATE TABLE "person"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" INTEGER,
    "municipality" INTEGER,
    "title" INTEGER,
    "email" INTEGER,
    "note" INTEGER
) STRICT;
CREATE TABLE "seat"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "group" INTEGER,
    "municipality" INTEGER,
    "role" INTEGER,
    "person" INTEGER,
    "from" TEXT,
    "to" TEXT
) STRICT;
CREATE TABLE "answer"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "task" INTEGER,
    "municipality" INTEGER,
    "value" TEXT,
    "reference" TEXT
) STRICT;
CREATE TABLE "decision"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "body" INTEGER,
    "kind" TEXT,
    "reference" TEXT,
    "name" TEXT,
    "date" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "point"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "decision" INTEGER,
    "number" TEXT,
    "text" TEXT,
    "change" TEXT,
    "same_as" INTEGER
) STRICT;
CREATE TABLE "obligation"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "bearer" INTEGER,
    "receiver" INTEGER,
    "channel" TEXT,
    "recurrence" TEXT,
    "until" TEXT,
    "point" INTEGER,
    "status" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "instance"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "obligation" INTEGER,
    "meeting" INTEGER,
    "due" TEXT,
    "done" TEXT,
    "evidence" TEXT
) STRICT;
CREATE TABLE "premise"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "text" TEXT,
    "body" INTEGER,
    "point" INTEGER,
    "status" TEXT
) STRICT;
CREATE TABLE "meeting"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "body" INTEGER,
    "date" TEXT,
    "place" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "funding"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "grantor" TEXT,
    "kind" TEXT,
    "applicant" INTEGER,
    "state" TEXT,
    "amount" INTEGER,
    "amount_written" TEXT,
    "report_due" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "effort"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "date" TEXT,
    "municipality" INTEGER,
    "group" INTEGER,
    "task" INTEGER,
    "person" INTEGER,
    "hours" INTEGER,
    "rate" INTEGER,
    "note" INTEGER
) STRICT;
CREATE TABLE "swot"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "group" INTEGER,
    "quadrant" TEXT,
    "text" INTEGER,
    "weight" INTEGER,
    "municipality" INTEGER,
    "task" INTEGER,
    "risk" INTEGER,
    "benefit" INTEGER,
    "note" INTEGER
) STRICT;
CREATE TABLE "dimension"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "unit" TEXT
) STRICT;
CREATE TABLE "mapping"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "group" INTEGER,
    "dimension" INTEGER,
    "municipality" INTEGER,
    "number" INTEGER,
    "text" TEXT,
    "comparison" TEXT
) STRICT;
CREATE TABLE "risk"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "group" INTEGER,
    "task" INTEGER,
    "owner" INTEGER,
    "probability" INTEGER,
    "consequence" INTEGER,
    "action" INTEGER,
    "status" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "benefit"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "group" INTEGER,
    "task" INTEGER,
    "owner" INTEGER,
    "kind" TEXT,
    "indicator" TEXT,
    "zero" TEXT,
    "target" TEXT,
    "actual" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "communication"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "audience" TEXT,
    "message" TEXT,
    "channel" TEXT,
    "owner" INTEGER,
    "task" INTEGER,
    "due" TEXT,
    "done" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "template"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "item"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "template" INTEGER,
    "name" TEXT
) STRICT;
CREATE TABLE "note"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "task" INTEGER,
    "group" INTEGER,
    "date" TEXT,
    "text" INTEGER
) STRICT;
CREATE TABLE "document"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "name" TEXT,
    "kind" TEXT,
    "reference" TEXT,
    "place" TEXT,
    "date" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "light"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "task" INTEGER,
    "aspect" TEXT,
    "value" TEXT,
    "date" TEXT,
    "note" INTEGER
) STRICT;
CREATE TABLE "known"(
    "id" INTEGER PRIMARY KEY,
    "rank" TEXT,
    "origin" TEXT,
    "rule" TEXT,
    "place" TEXT,
    "date" TEXT,
    "note" INTEGER
) STRICT;
