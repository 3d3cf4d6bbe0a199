/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Numbers that look like a person's national identity number: Norwegian (11 digits, two check
 * digits) and Swedish (10 or 12 digits, one check digit).  The check digits keep case numbers,
 * telephone numbers and accounts out.
 */
#include "framdrift/schema.h"

#include <string.h>

#define MOST_DIGITS 12

static bool is_month_and_day(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

static bool weighs_out(const char *digits, const int *weights, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += (digits[i] - '0') * weights[i];
    return sum % 11 == 0;
}

/* Numbers for people without a permanent one add 40 to the day or the month. */
static bool is_norwegian(const char *digits)
{
    static const int first[] = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    static const int second[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int day = two_digits(digits) % 40, month = two_digits(digits + 2) % 40;
    return is_month_and_day(month, day) && weighs_out(digits, first, COUNT_OF(first)) &&
           weighs_out(digits, second, COUNT_OF(second));
}

/* Numbers for people without a permanent one add 60 to the day. */
static bool is_swedish(const char *digits)
{
    int sum = 0, month = two_digits(digits + 2), day = two_digits(digits + 4) % 60;
    for (int i = 0; i < 10; i++) {
        int product = (digits[i] - '0') * (i % 2 ? 1 : 2);
        sum += product / 10 + product % 10;
    }
    return sum % 10 == 0 && is_month_and_day(month, day);
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Reads one run of digits, in which one space, '-' or '+' may stand; gives where it ended. */
static const char *read_run(const char *at, char digits[static MOST_DIGITS + 1], size_t *count)
{
    size_t read = 0;
    while (is_digit(*at) || (read > 0 && strchr(" -+", *at) && *at && is_digit(at[1]))) {
        if (is_digit(*at)) {
            if (read < MOST_DIGITS)
                digits[read] = *at;
            read++;
        }
        at++;
    }
    *count = read;
    return at;
}

const char *check_identity_number(const char *text)
{
    char digits[MOST_DIGITS + 1] = {0};
    for (const char *at = text ? text : ""; *at;) {
        size_t count = 0;
        if (!is_digit(*at)) {
            at++;
            continue;
        }
        at = read_run(at, digits, &count);
        if ((count == 11 && is_norwegian(digits)) || (count == 10 && is_swedish(digits)) ||
            (count == 12 && (digits[0] == '1' || digits[0] == '2') && is_swedish(digits + 2)))
            return _("This looks like a national identity number; a plan should not hold one.");
    }
    return NULL;
}
