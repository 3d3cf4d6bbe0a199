# SPDX-License-Identifier: MPL-2.0
# The built program from outside: exit statuses, streams, files that are not as they should be, and
# sessions that are killed.
if(NOT TARGET framdrift)
    return()
endif()
add_test(NAME cli.bad_input COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/cli/bad_input.sh $<TARGET_FILE:framdrift>)
set_tests_properties(cli.bad_input PROPERTIES TIMEOUT 120)
add_test(NAME cli.merge COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/cli/merge.sh $<TARGET_FILE:framdrift>)
set_tests_properties(cli.merge PROPERTIES TIMEOUT 300)
add_executable(cli_kill cli/kill.c)
target_link_libraries(cli_kill PRIVATE framdrift_options PkgConfig::CMOCKA)
target_compile_definitions(cli_kill PRIVATE TEST_PROGRAM="$<TARGET_FILE:framdrift>"
    TEST_BINARY_DIR="${CMAKE_BINARY_DIR}" TEST_NIGHTLY=$<BOOL:${FRAMDRIFT_NIGHTLY}>)
add_dependencies(cli_kill framdrift)
add_test(NAME cli.kill COMMAND cli_kill)
set_tests_properties(cli.kill PROPERTIES TIMEOUT 300)
