/* SPDX-License-Identifier: MPL-2.0 */
/* Findings filled by hand: views show them and do not care which rule made them. */
#ifndef FRAMDRIFT_TEST_VIEW_FINDINGS_H
#define FRAMDRIFT_TEST_VIEW_FINDINGS_H

#include "view_work.h"

static const Finding findings_given[] = {
    {.rule = "role-missing",
     .level = FINDING_ERROR,
     .message = "Arkiv has no safety rep.",
     .reason = "Tillitsvalgte og vernetjenesten skal inngå i disse arbeidsgruppe",
     .source = "k-sak 061/20, pkt 5",
     .entity = ENTITY_GROUP,
     .row = ARCHIVE,
     .field = -1,
     .known_note = ""},
    {.rule = "scope",
     .level = FINDING_ERROR,
     .message = "Landbruk is covered by no recorded decision.",
     .reason = "A group may only look into what the councils have decided to look into.",
     .source = "k-sak 061/20, pkt 1",
     .entity = ENTITY_GROUP,
     .row = FARMING,
     .field = -1,
     .known_note = ""},
    {.rule = "overdue",
     .level = FINDING_ERROR,
     .message = "1.4 Utarbeide kommunikasjonsplan is 2 days overdue.",
     .reason = "The deadline was 1. september and the task is not closed.",
     .source = "1. september",
     .entity = ENTITY_TASK,
     .row = WORK_TASK + 3,
     .field = -1,
     .known_note = ""},
    {.rule = "free-day",
     .level = FINDING_WARNING,
     .message = "The deadline of phase 2, 1 Nov 2020, is a Sunday.",
     .reason = "",
     .source = "1.november",
     .entity = ENTITY_TASK,
     .row = WORK_PHASE + 1,
     .field = -1,
     .known_note = ""},
    {.rule = "evidence-missing",
     .level = FINDING_WARNING,
     .message =
         "Informere kommunestyret i Våler skriftlig was due on 31 Aug 2020 and nothing shows "
         "that it was given; the council meets again on 28 Sep 2020.",
     .reason = "Muntlig endres med skriftlig",
     .source = "k-sak 042/20, pkt 6",
     .entity = ENTITY_INSTANCE,
     .row = WORK_INSTANCE + 2,
     .field = -1,
     .municipality = VALER,
     .known_note = ""},
    {.rule = "no-host",
     .level = FINDING_NOTE,
     .message = "Åsnes hosts no service.",
     .reason = "",
     .source = "",
     .entity = ENTITY_MUNICIPALITY,
     .row = ASNES,
     .field = -1,
     .municipality = ASNES,
     .known_note = ""},
    {.rule = "seat-vacant",
     .level = FINDING_WARNING,
     .message = "The safety rep's seat of Arkiv is vacant.",
     .reason = "",
     .source = "",
     .entity = ENTITY_GROUP,
     .row = ARCHIVE,
     .field = -1,
     .known = true,
     .known_note = "Valg i oktober."},
};

static inline const Findings *findings_by_hand(void)
{
    static const Findings findings = {
        .items = findings_given, .count = COUNT_OF(findings_given), .counts = {3, 2, 1}};
    return &findings;
}

#endif
