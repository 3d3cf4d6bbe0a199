# SPDX-License-Identifier: MPL-2.0
# The warnings of the house, per compiler.  The tree builds without one, with both, at -O0 and at -O2.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set(FRAMDRIFT_WARNINGS -pedantic -Wall -Wextra -Wshadow -Wformat=2 -Wformat-signedness
        -Wformat-overflow=2 -Wformat-truncation=1 -Wconversion -Wno-sign-conversion -Wcast-qual
        -Wcast-align=strict -Wpointer-arith -Wwrite-strings -Wstrict-prototypes
        -Wold-style-definition -Wmissing-prototypes -Wmissing-declarations -Wredundant-decls
        -Wnested-externs -Wundef -Wvla -Walloca -Walloc-zero -Wswitch-enum -Wimplicit-fallthrough=5
        -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wnull-dereference -Wdouble-promotion
        -Wfloat-equal -Wjump-misses-init -Wstringop-overflow=4 -Warray-bounds=2 -Wshift-overflow=2
        -Wtrampolines -Wdate-time -Winit-self -Wmissing-noreturn -Wunused-const-variable
        -Wenum-conversion -Wstack-usage=16384 -Wattribute-alias=2 -Wbad-function-cast
        -Wuse-after-free=3 -Wunused-macros -Wdisabled-optimization)
    set(FRAMDRIFT_HARDENING -fno-common -fstack-protector-strong -fstack-clash-protection
        -fcf-protection -D_GNU_SOURCE)
else()
    set(FRAMDRIFT_WARNINGS -pedantic -Wall -Wextra -Wshadow-all -Wformat=2 -Wconversion
        -Wno-sign-conversion -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings
        -Wstrict-prototypes -Wold-style-definition -Wmissing-prototypes
        -Wmissing-variable-declarations -Wundef -Wvla -Walloca -Wswitch-enum -Wimplicit-fallthrough
        -Wnull-dereference -Wdouble-promotion -Wfloat-equal -Wcomma -Wextra-semi-stmt
        -Wassign-enum -Wunreachable-code-aggressive -Wconditional-uninitialized -Wloop-analysis
        -Widiomatic-parentheses -Wdocumentation -Wshorten-64-to-32
        -Wtautological-constant-in-range-compare -Wover-aligned -Wmissing-noreturn -Wthread-safety
        -Wunused-macros)
    set(FRAMDRIFT_HARDENING -fno-common -fstack-protector-strong -D_GNU_SOURCE)
endif()
if(NOT FRAMDRIFT_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "Rel")
    list(APPEND FRAMDRIFT_HARDENING -D_FORTIFY_SOURCE=2)
endif()
