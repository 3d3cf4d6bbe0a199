# SPDX-License-Identifier: MPL-2.0
# One test per script; see screens.c for what a script may say.
add_executable(screens screens/screens.c)
framdrift_link_floors(screens app)
target_compile_definitions(screens PRIVATE TEST_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TEST_BINARY_DIR="${CMAKE_BINARY_DIR}")
file(GLOB scripts CONFIGURE_DEPENDS screens/*.script)
foreach(script IN LISTS scripts)
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME screens.${name} COMMAND screens ${script})
    set_tests_properties(screens.${name} PROPERTIES TIMEOUT 120)
endforeach()
