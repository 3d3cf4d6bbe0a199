# SPDX-License-Identifier: MPL-2.0
# What only a terminal shows.  tests/pty/NAME.c is a cmocka program on the harness; its test is pty.NAME.
if(NOT TARGET framdrift)
    return()
endif()
find_library(UTIL_LIBRARY util)
set(harness_sources ${CMAKE_CURRENT_SOURCE_DIR}/pty/harness.c ${CMAKE_CURRENT_SOURCE_DIR}/pty/session.c
    ${CMAKE_CURRENT_SOURCE_DIR}/pty/child.c)
file(GLOB pty_sources CONFIGURE_DEPENDS pty/*.c)
foreach(source IN LISTS harness_sources)
    if(NOT source IN_LIST pty_sources)
        return()
    endif()
    list(REMOVE_ITEM pty_sources ${source})
endforeach()
add_library(pty_harness STATIC ${harness_sources})
target_include_directories(pty_harness PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/pty)
target_link_libraries(pty_harness PUBLIC framdrift_options PkgConfig::VTERM PkgConfig::CMOCKA)
if(UTIL_LIBRARY)
    target_link_libraries(pty_harness PUBLIC ${UTIL_LIBRARY})
endif()
target_compile_definitions(pty_harness PUBLIC
    TEST_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    TEST_PROGRAM="$<TARGET_FILE:framdrift>")

foreach(source IN LISTS pty_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(pty_${name} ${source})
    target_link_libraries(pty_${name} PRIVATE pty_harness)
    add_dependencies(pty_${name} framdrift)
    add_test(NAME pty.${name} COMMAND pty_${name} WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    set_tests_properties(pty.${name} PROPERTIES TIMEOUT 300)
endforeach()
if(FRAMDRIFT_NIGHTLY AND TARGET pty_kiosk) # ten times the keys of the normal run
    set_tests_properties(pty.kiosk PROPERTIES ENVIRONMENT FRAMDRIFT_KEYS=100000 TIMEOUT 1800)
endif()
