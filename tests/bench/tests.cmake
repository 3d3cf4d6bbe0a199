# SPDX-License-Identifier: MPL-2.0
# Of the measurements, those that no machine and no load can change.  `tests/bench/run` prints the others.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND AND TARGET framdrift)
    set(bench_share ${CMAKE_CURRENT_BINARY_DIR}/bench-share)
    file(MAKE_DIRECTORY ${bench_share})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/sample-data ${bench_share}/samples SYMBOLIC)
    add_test(NAME bench.gates COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/bench/gates.py
        $<TARGET_FILE:framdrift> ${bench_share} ${CMAKE_CURRENT_BINARY_DIR}/bench-gates)
    set_tests_properties(bench.gates PROPERTIES TIMEOUT 300)
    add_test(NAME bench.latency COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/bench/latency.py
        $<TARGET_FILE:framdrift> ${bench_share} ${CMAKE_CURRENT_BINARY_DIR}/bench-latency)
    set_tests_properties(bench.latency PROPERTIES TIMEOUT 120 RUN_SERIAL TRUE)
endif()
