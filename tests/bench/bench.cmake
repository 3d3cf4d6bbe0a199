# SPDX-License-Identifier: MPL-2.0
# What the measurements need beside the program; built only when asked for (tests/bench/run does).
add_executable(bench_empty EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/empty.c)
target_link_libraries(bench_empty PRIVATE framdrift_options PkgConfig::NCURSESW)
add_executable(bench_phases EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/phases.c)
add_executable(bench_journal EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/journal.c)
foreach(floor IN ITEMS base model engine store)
    target_link_libraries(bench_phases PRIVATE framdrift_options room_${floor} ${LIBRARIES_${floor}})
    target_link_libraries(bench_journal PRIVATE framdrift_options room_${floor} ${LIBRARIES_${floor}})
endforeach()
add_custom_target(bench DEPENDS framdrift bench_empty bench_phases bench_journal)
