/* SPDX-License-Identifier: MPL-2.0 */
/* The lists of choices.  The order is that of the enums in model.h; the names are stored. */
#include "schema_rows.h"

const Choice schema_origins[ORIGIN_COUNT] = {
    [ORIGIN_OWN] = {"own", N_("own")},
    [ORIGIN_SEED] = {"seed", N_("from the document")},
    [ORIGIN_DERIVED] = {"derived", N_("derived")},
    [ORIGIN_EXAMPLE] = {"example", N_("example")},
};

const Choice schema_task_kinds[TASK_KIND_COUNT] = {
    [TASK_ACTIVITY] = {"activity", N_("activity")},
    [TASK_PHASE] = {"phase", N_("phase")},
    [TASK_STEP] = {"step", N_("step")},
    [TASK_MILESTONE] = {"milestone", N_("milestone")},
};

const Choice schema_statuses[STATUS_COUNT] = {
    [STATUS_PLANNED] = {"planned", N_("planned")},
    [STATUS_IDEA] = {"idea", N_("idea")},
    [STATUS_STARTED] = {"started", N_("started")},
    [STATUS_DELIVERED] = {"delivered", N_("delivered")},
    [STATUS_DONE] = {"done", N_("done")},
    [STATUS_OPERATION] = {"operation", N_("in operation")},
    [STATUS_DROPPED] = {"dropped", N_("dropped")},
};

const Choice schema_quadrants[QUADRANT_COUNT] = {
    [QUADRANT_STRENGTH] = {"strength", N_("strength")},
    [QUADRANT_WEAKNESS] = {"weakness", N_("weakness")},
    [QUADRANT_OPPORTUNITY] = {"opportunity", N_("opportunity")},
    [QUADRANT_THREAT] = {"threat", N_("threat")},
};

const Choice schema_link_types[LINK_TYPE_COUNT] = {
    [LINK_FS] = {"FS", N_("finish to start")},
    [LINK_SS] = {"SS", N_("start to start")},
    [LINK_FF] = {"FF", N_("finish to finish")},
    [LINK_SF] = {"SF", N_("start to finish")},
};

const Choice schema_answers[ANSWER_COUNT] = {
    [ANSWER_BLANK] = {"blank", N_("not answered")},
    [ANSWER_YES] = {"yes", N_("yes")},
    [ANSWER_NO] = {"no", N_("no")},
};

const Choice schema_group_kinds[GROUP_KIND_COUNT] = {
    [GROUP_WORK] = {"work", N_("work group")},
    [GROUP_STEERING] = {"steering", N_("steering group")},
    [GROUP_SUBPROJECT] = {"subproject", N_("sub-project group")},
    [GROUP_THEME] = {"theme", N_("theme group")},
};

const Choice schema_body_kinds[BODY_KIND_COUNT] = {
    [BODY_COUNCIL] = {"council", N_("council")},
    [BODY_STEERING] = {"steering", N_("steering group")},
    [BODY_ADMINISTRATION] = {"administration", N_("administration")},
    [BODY_UNION] = {"union", N_("union")},
    [BODY_STATE] = {"state", N_("state")},
    [BODY_OTHER] = {"other", N_("other")},
};

const Choice schema_channels[CHANNEL_COUNT] = {
    [CHANNEL_ORAL] = {"oral", N_("oral")},
    [CHANNEL_WRITTEN] = {"written", N_("written")},
    [CHANNEL_REPORT] = {"report", N_("report")},
    [CHANNEL_OTHER] = {"other", N_("other")},
};

const Choice schema_recurrences[RECURRENCE_COUNT] = {
    [RECURRENCE_ONCE] = {"once", N_("once")},
    [RECURRENCE_EACH_MEETING] = {"each_meeting", N_("at each meeting")},
    [RECURRENCE_MONTHLY] = {"monthly", N_("every month")},
};

const Choice schema_point_changes[POINT_CHANGE_COUNT] = {
    [POINT_NEW] = {"new", N_("new")},
    [POINT_SAME] = {"same", N_("the same")},
    [POINT_AMENDED] = {"amended", N_("amended")},
    [POINT_ADDITIONAL] = {"additional", N_("additional")},
};

const Choice schema_constraints[CONSTRAINT_COUNT] = {
    [CONSTRAINT_ASAP] = {"ASAP", N_("as soon as possible")},
    [CONSTRAINT_ALAP] = {"ALAP", N_("as late as possible")},
    [CONSTRAINT_SNET] = {"SNET", N_("start no earlier than")},
    [CONSTRAINT_SNLT] = {"SNLT", N_("start no later than")},
    [CONSTRAINT_FNET] = {"FNET", N_("finish no earlier than")},
    [CONSTRAINT_FNLT] = {"FNLT", N_("finish no later than")},
    [CONSTRAINT_MSO] = {"MSO", N_("must start on")},
    [CONSTRAINT_MFO] = {"MFO", N_("must finish on")},
};

const Choice schema_countries[COUNTRY_COUNT] = {
    [COUNTRY_NO] = {"no", N_("Norway")},
    [COUNTRY_SE] = {"se", N_("Sweden")},
};

const Choice schema_languages[LANGUAGE_COUNT] = {
    [LANGUAGE_EN] = {"en", N_("English")},
    [LANGUAGE_NB] = {"nb", N_("Norwegian Bokmål")},
    [LANGUAGE_NN] = {"nn", N_("Norwegian Nynorsk")},
    [LANGUAGE_SV] = {"sv", N_("Swedish")},
};

const Choice schema_benefit_kinds[3] = {
    {"avoided_cost", N_("avoided cost")},
    {"saved_time", N_("saved time")},
    {"quality", N_("better quality")},
};

const Choice schema_light_aspects[LIGHT_ASPECT_COUNT] = {
    {"overall", N_("overall")}, {"time", N_("time")}, {"economy", N_("economy")},
    {"quality", N_("quality")}, {"risk", N_("risk")},
};

const Choice schema_light_values[LIGHT_VALUE_COUNT] = {
    {"not_assessed", N_("not assessed")},
    {"green", N_("green")},
    {"yellow", N_("yellow")},
    {"red", N_("red")},
};
