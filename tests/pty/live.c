/* SPDX-License-Identifier: MPL-2.0 */
/* Several coordinators on one plan: who is here, what just changed, forms that meet, files that go. */
#include "session.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const running[] = {"FRAMDRIFT_NOW=", NULL}; /* the real clock */
static const char *const as_kari[] = {"--author", "kari", "--today", "2020-09-03", NULL};
static const char *const as_olav[] = {"--author", "olav", "--today", "2020-09-03", NULL};

static Pty *open_as(void **state, const char *const *words)
{
    return session_open(*state, &(PtyStart){.words = words, .environment = running});
}

static void from_outside(void **state, const char *place, const char *value)
{
    char out[500];
    const char *const words[] = {"--author", "per", "set", place, value, NULL};
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
}

/* The form of task 1.3, on its short name. */
static void open_form(Pty *pty)
{
    pty_type(pty, "1gjjj\r");
    pty_wait_for(pty, "Ctrl-S");
    for (int tries = 0; tries < 40 && !pty_has(pty, "> Short name"); tries++)
        pty_type(pty, "\t");
}

/* --- Who is here ------------------------------------------------------------------------------------- */

static void test_who_is_here_and_what_they_edit_is_shown(void **state)
{
    Pty *kari = open_as(state, as_kari);
    Pty *olav = open_as(state, as_olav);
    pty_wait_for(kari, "olav");
    pty_wait_for(olav, "kari");
    assert_non_null(strstr(pty_row(kari, 0), "olav"));
    open_form(olav);
    pty_wait_for(kari, "olav edits 1.3");
    int row = 0;
    assert_true(pty_find(kari, "OL ", &row) || pty_find(kari, "OL", &row));
    assert_non_null(strstr(pty_row(kari, row), "1.3"));
    pty_type(olav, "\033");
    pty_wait_without(kari, "edits");
    pty_send(olav, ":quit\r");
    assert_int_equal(pty_wait_exit(olav, PTY_PATIENCE_MS), 0);
    pty_wait_without(kari, "olav");
}

static void test_a_killed_session_disappears(void **state)
{
    Pty *kari = open_as(state, as_kari);
    Pty *olav = open_as(state, as_olav);
    open_form(olav);
    pty_wait_for(kari, "olav edits 1.3");
    kill(pty_pid(olav), SIGKILL);
    assert_int_equal(pty_wait_exit(olav, PTY_PATIENCE_MS), 128 + SIGKILL);
    pty_wait_without(kari, "olav");
}

static void test_a_reader_is_not_shown_and_leaves_no_file(void **state)
{
    static const char *const reading[] = {"--read-only", "--author", "wall", NULL};
    const Session *session = *state;
    char here[200];
    (void)snprintf(here, sizeof here, "%s/.solor.plan.here", session->folder);
    Pty *reader = open_as(state, reading);
    assert_int_equal(access(here, F_OK), -1);
    Pty *kari = open_as(state, as_kari);
    pty_wait_for(reader, "kari");
    pty_settle(kari);
    assert_null(strstr(pty_row(kari, 0), "wall"));
    pty_send(kari, ":quit\r");
    assert_int_equal(pty_wait_exit(kari, PTY_PATIENCE_MS), 0);
    pty_wait_without(reader, "kari");
    assert_int_equal(access(here, F_OK), -1);
}

/* --- What arrives ------------------------------------------------------------------------------------- */

static void test_a_change_is_told_in_words_and_marked_for_a_while(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1g");
    from_outside(state, "task/1.3", "short_name=Komplan");
    pty_wait_for(kari, "per: ");
    int row = 0;
    assert_true(pty_find(kari, "short name Komplan (", &row));
    assert_true(pty_find(kari, "1.3", &row));
    bool marked = false;
    for (int column = 0; column < 40; column++) {
        VTermScreenCell cell = pty_cell(kari, row, column);
        marked = marked || cell.attrs.underline != 0 || cell.attrs.bold != 0;
    }
    assert_true(marked);
    for (int tenths = 0; marked && tenths < PTY_PATIENCE_MS / 100; tenths++) {
        marked = false;
        pty_pump(kari, 100);
        for (int column = 8; column < 40; column++)
            marked = marked || pty_cell(kari, row, column).attrs.underline != 0;
    }
    assert_false(marked); /* the highlight has gone by itself */
}

static void test_several_changes_are_summed_up(void **state)
{
    char out[500];
    static const char *const words[] = {"--author", "per", "delete", "task/1.4", NULL};
    Pty *kari = open_as(state, as_kari);
    kill(pty_pid(kari), SIGSTOP); /* so that both come at once */
    from_outside(state, "task/1.2", "note=En");
    from_outside(state, "task/1.3", "note=To");
    kill(pty_pid(kari), SIGCONT);
    pty_wait_for(kari, "per: 2 changes in 2 rows");
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
    pty_wait_for(kari, "per: Task deleted: 1.4 Kommunikasjonsplan (");
}

static void test_undo_skips_what_others_changed_and_says_it(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, ":set task/1.3 short_name=Mitt note=Notat\r");
    from_outside(state, "task/1.3", "short_name=Deres");
    pty_wait_for(kari, "per: ");
    pty_type(kari, "u");
    pty_wait_for(kari, "1 of 2 fields");
    assert_true(pty_has(kari, "left at Deres"));
    assert_true(pty_has(kari, "per changed it"));
}

/* --- Forms ------------------------------------------------------------------------------------------------ */

static bool kept(void **state, const char *words)
{
    char out[8000];
    static const char *const show[] = {"show", "task/1.3", NULL};
    assert_int_equal(session_command(*state, out, sizeof out, show), 0);
    return strstr(out, words) != NULL;
}

/* A form with something typed into its note, while somebody else writes there too. */
static Pty *form_in_conflict(void **state)
{
    Pty *kari = open_as(state, as_kari);
    open_form(kari);
    pty_type(kari, "Mitt");
    from_outside(state, "task/1.3", "short_name=Deres");
    pty_wait_for(kari, "per 3 Sep");
    return kari;
}

static void test_theirs_can_be_taken(void **state)
{
    Pty *kari = form_in_conflict(state);
    pty_wait_for(kari, "Deres");
    assert_true(pty_has(kari, "Mitt")); /* side by side */
    assert_true(pty_has(kari, "Ctrl-T takes it"));
    pty_type(kari, "\023"); /* Ctrl-S asks */
    pty_wait_for(kari, "to be decided");
    assert_true(kept(state, "Deres"));
    pty_type(kari, "\024");
    pty_type(kari, "\023");
    pty_wait_without(kari, "Ctrl-S");
    assert_true(kept(state, "Deres"));
    assert_false(kept(state, "Mitt"));
}

static void test_ones_own_can_be_kept(void **state)
{
    Pty *kari = form_in_conflict(state);
    pty_type(kari, "\031");
    pty_type(kari, "\023");
    pty_wait_without(kari, "Ctrl-S");
    assert_true(kept(state, "Mitt"));
}

static void test_fields_that_nobody_typed_in_follow(void **state)
{
    Pty *kari = open_as(state, as_kari);
    open_form(kari);
    pty_type(kari, "Mitt");
    from_outside(state, "task/1.3", "purpose=Hensikten");
    pty_wait_for(kari, "Hensikten");
    pty_type(kari, "\023");
    pty_wait_without(kari, "Ctrl-S");
    assert_true(kept(state, "Mitt"));
    assert_true(kept(state, "Hensikten"));
}

static void test_a_row_deleted_under_a_form_can_be_kept_as_a_new_one(void **state)
{
    char out[8000];
    static const char *const words[] = {"--author", "per", "delete", "task/1.3", NULL};
    static const char *const list[] = {"list", "task", "--columns", "name,short_name", NULL};
    Pty *kari = open_as(state, as_kari);
    open_form(kari);
    pty_type(kari, "Mitt");
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
    pty_wait_for(kari, "deleted meanwhile");
    assert_true(pty_has(kari, "Mitt"));
    pty_type(kari, "\023");
    pty_wait_without(kari, "Ctrl-S");
    assert_int_equal(session_command(*state, out, sizeof out, list), 0);
    assert_non_null(strstr(out, "Mitt"));
    assert_non_null(strstr(out, "Nedsette prosjektorganisasjonen"));
}

/* A cell asks too. */
static void test_a_cell_that_others_changed_asks(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1gjjje Min");
    from_outside(state, "task/1.3", "short_name=Deres");
    pty_wait_for(kari, "changed meanwhile to “Deres”");
    pty_type(kari, "\r");
    pty_wait_for(kari, "Enter again");
    assert_true(kept(state, "Deres"));
    pty_type(kari, "\r");
    pty_wait_without(kari, "Enter again");
    assert_true(kept(state, " Min"));
    from_outside(state, "task/1.3", "short_name=Kommunikasjonsplan");
    pty_wait_for(kari, "per: ");
    pty_type(kari, "e X");
    from_outside(state, "task/1.3", "short_name=Igjen");
    pty_wait_for(kari, "changed meanwhile to “Igjen”");
    pty_type(kari, "\024\r");
    assert_true(kept(state, "Igjen"));
}

/* The deadline of the first phase, in a line over its cell. */
static Pty *open_deadline(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1gt");
    pty_wait_for(kari, "Deadline: 1. september");
    return kari;
}

/* What stands in the line is what the row holds, however dates are kept. */
static void test_a_date_being_edited_is_not_changed_by_other_rows(void **state)
{
    Pty *kari = open_deadline(state);
    from_outside(state, "task/1.2", "note=Hei");
    pty_wait_for(kari, "per: 1.2");
    assert_false(pty_has(kari, "Deadline is now"));
    assert_true(pty_has(kari, "Deadline: 1. september"));
    pty_type(kari, "\033");
    pty_wait_without(kari, "Deadline: 1. september");
}

/* What is typed takes the place of a date that came while its line was open, too. */
static void test_a_date_that_came_meanwhile_is_given_anew(void **state)
{
    Pty *kari = open_deadline(state);
    from_outside(state, "task/1", "deadline=v38");
    pty_wait_for(kari, "Deadline: v38");
    pty_type(kari, "v37");
    pty_wait_for(kari, "Deadline: v37");
    pty_type(kari, "\033");
}

/* --- What waits for a word on the row under the cursor ------------------------------------------------------ */

static void by_per(void **state, const char *command, const char *place)
{
    char out[500];
    const char *const words[] = {"--author", "per", command, place, NULL};
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
}

static void test_a_picker_closes_when_its_row_is_deleted(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1gjjjjo");
    pty_wait_for(kari, "Tonje");
    by_per(state, "delete", "task/1.4");
    pty_wait_for(kari, "is not here any more; nothing was done.");
    assert_false(pty_has(kari, "Tonje"));
}

static void test_a_bar_that_is_deleted_is_moved_no_longer(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1gjjjjml");
    pty_wait_for(kari, "Enter keeps");
    by_per(state, "delete", "task/1.4");
    pty_wait_for(kari, "is not here any more; nothing was done.");
    assert_false(pty_has(kari, "Enter keeps"));
}

static void test_marks_forget_rows_that_others_delete(void **state)
{
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "1gjjj  ");
    pty_wait_for(kari, "2 marked");
    by_per(state, "delete", "task/1.4");
    pty_wait_for(kari, "1 marked");
}

static void test_an_answer_reaches_the_cell_it_was_typed_at(void **state)
{
    char out[8000];
    static const char *const list[] = {"list", "answer", "--columns", "task,reference", NULL};
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "3gjjjjjje Ja 77/20");
    pty_wait_for(kari, "Ja 77/20");
    by_per(state, "delete", "task/2.1");
    pty_wait_for(kari, "per: ");
    pty_type(kari, "\r");
    pty_wait_without(kari, "Answer (");
    assert_int_equal(session_command(*state, out, sizeof out, list), 0);
    const char *found = strstr(out, "77/20");
    assert_non_null(found);
    const char *line = found;
    while (line > out && line[-1] != '\n')
        line--;
    const char *swot = strstr(line, "SWOT");
    assert_true(swot != NULL && swot < found);
}

static void test_an_answer_given_meanwhile_is_said(void **state)
{
    char out[500];
    static const char *const answer[] = {"--author", "per", "answer", "2.2",
                                         "Våler",    "Nei", NULL};
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, "3gjjjjjje Ja");
    pty_wait_for(kari, "Answer (");
    assert_int_equal(session_command(*state, out, sizeof out, answer), 0);
    pty_wait_for(kari, "This was changed meanwhile (per ");
}

/* --- The file ---------------------------------------------------------------------------------------------- */

static void copy_file(const char *from, const char *to, int flags)
{
    char part[4096];
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int target = open(to, O_WRONLY | O_CLOEXEC | flags, 0600);
    assert_true(source >= 0 && target >= 0);
    for (ssize_t got = read(source, part, sizeof part); got > 0;
         got = read(source, part, sizeof part))
        assert_int_equal(write(target, part, (size_t)got), got);
    assert_int_equal(close(source), 0);
    assert_int_equal(close(target), 0);
}

static void test_a_file_moved_over_the_plan_keeps_the_form(void **state)
{
    const Session *session = *state;
    char old[200];
    char out[8000];
    static const char *const list[] = {"list", "task", "--columns", "name,short_name", NULL};
    (void)snprintf(old, sizeof old, "%s.old", session->plan);
    copy_file(session->plan, old, O_CREAT | O_EXCL);
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, ":set task/1.2 note=Siden\r");
    open_form(kari);
    pty_type(kari, "Mitt");
    assert_int_equal(rename(old, session->plan), 0);
    pty_wait_for(kari, "was replaced by another file");
    assert_true(pty_has(kari, "it lacks: 1"));
    assert_true(pty_has(kari, "Mitt"));
    pty_type(kari, "\023");
    pty_wait_without(kari, "Ctrl-S");
    assert_int_equal(session_command(*state, out, sizeof out, list), 0);
    assert_non_null(strstr(out, "Mitt"));
}

static void test_a_file_copied_over_the_plan_is_said(void **state)
{
    const Session *session = *state;
    char old[200];
    (void)snprintf(old, sizeof old, "%s.old", session->plan);
    copy_file(session->plan, old, O_CREAT | O_EXCL);
    Pty *kari = open_as(state, as_kari);
    pty_type(kari, ":set task/1.2 note=Siden\r");
    pty_type(kari, "1gjjje Min");
    copy_file(old, session->plan, O_TRUNC);
    pty_wait_for(kari, "was overwritten");
    pty_type(kari, "\r");
    pty_wait_without(kari, "was overwritten");
    assert_true(kept(state, " Min"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_who_is_here_and_what_they_edit_is_shown),
        SESSION_TEST(test_a_killed_session_disappears),
        SESSION_TEST(test_a_reader_is_not_shown_and_leaves_no_file),
        SESSION_TEST(test_a_change_is_told_in_words_and_marked_for_a_while),
        SESSION_TEST(test_several_changes_are_summed_up),
        SESSION_TEST(test_undo_skips_what_others_changed_and_says_it),
        SESSION_TEST(test_theirs_can_be_taken),
        SESSION_TEST(test_ones_own_can_be_kept),
        SESSION_TEST(test_fields_that_nobody_typed_in_follow),
        SESSION_TEST(test_a_row_deleted_under_a_form_can_be_kept_as_a_new_one),
        SESSION_TEST(test_a_cell_that_others_changed_asks),
        SESSION_TEST(test_a_date_being_edited_is_not_changed_by_other_rows),
        SESSION_TEST(test_a_date_that_came_meanwhile_is_given_anew),
        SESSION_TEST(test_a_picker_closes_when_its_row_is_deleted),
        SESSION_TEST(test_a_bar_that_is_deleted_is_moved_no_longer),
        SESSION_TEST(test_marks_forget_rows_that_others_delete),
        SESSION_TEST(test_an_answer_reaches_the_cell_it_was_typed_at),
        SESSION_TEST(test_an_answer_given_meanwhile_is_said),
        SESSION_TEST(test_a_file_moved_over_the_plan_keeps_the_form),
        SESSION_TEST(test_a_file_copied_over_the_plan_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
