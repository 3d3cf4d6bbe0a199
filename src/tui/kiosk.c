/* SPDX-License-Identifier: MPL-2.0 */
/* Landlock for the files, a filter of system calls for the rest; both by hand, without a library. */
#include "kiosk.h"

#include "framdrift/base.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define KIOSK_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define KIOSK_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

void kiosk_forget_environment(void)
{
    static const char *const names[] = {
        "EDITOR",  "VISUAL",          "PAGER",    "SHELL",         "HOME",  "XDG_CONFIG_HOME",
        "TERMCAP", "XDG_RUNTIME_DIR", "TERMINFO", "TERMINFO_DIRS", "LINES", "TERMPATH",
        "COLUMNS", "ESCDELAY",        "TMPDIR",   "SQLITE_TMPDIR",
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)unsetenv(names[i]);
    }
}

/* --- Landlock: which files ------------------------------------------------------------------------- */

/* Everything that changes a file or a folder, or runs one, of the first version. */
#define RIGHTS_OF_FIRST                                                                        \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |                              \
     LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |                              \
     LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                          \
     LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |                              \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                              \
     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |                            \
     LANDLOCK_ACCESS_FS_MAKE_SYM)
#define RIGHT_OF_SECOND (1ULL << 13) /* to link or rename across folders */
#define RIGHT_OF_THIRD  (1ULL << 14) /* to truncate */

static void allow_reading(int rules, const char *path)
{
    int folder = open(path, O_PATH | O_CLOEXEC);
    if (folder < 0) {
        return;
    }
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = folder};
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) != 0) {
        /* A file, not a folder: it can be read, not listed. */
        beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
        (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    }
    (void)close(folder);
}

/* The folder of a path, or the nearest one above it that is there: the plan may come later. */
static void allow_folder_of(int rules, const char *path)
{
    char folder[4096];
    int length = snprintf(folder, sizeof folder, "%s%s", path[0] == '/' ? "" : "./", path);
    if (length <= 0 || (size_t)length >= sizeof folder) {
        return;
    }
    for (char *slash = strrchr(folder, '/'); slash != NULL; slash = strrchr(folder, '/')) {
        slash[slash == folder ? 1 : 0] = '\0';
        if (access(folder, F_OK) == 0) {
            allow_reading(rules, folder);
            return;
        }
        if (slash == folder) {
            return;
        }
    }
}

static void confine_files(const char *plan)
{
    static const char *const lent[] = {"/usr/share", "/etc/localtime", "/dev/urandom"};
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        return;
    }
    struct landlock_ruleset_attr handled = {
        .handled_access_fs = RIGHTS_OF_FIRST | (version >= 2 ? RIGHT_OF_SECOND : 0) |
                             (version >= 3 ? RIGHT_OF_THIRD : 0)};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled,
                             sizeof handled.handled_access_fs, 0);
    if (rules < 0) {
        return;
    }
    allow_folder_of(rules, plan);
    char *real = realpath(plan, NULL); /* what a link leads to */
    if (real != NULL) {
        allow_folder_of(rules, real);
    }
    free(real);
    for (size_t i = 0; i < COUNT_OF(lent); i++) {
        allow_reading(rules, lent[i]);
    }
    (void)syscall(SYS_landlock_restrict_self, rules, 0);
    (void)close(rules);
}

/* --- System calls ------------------------------------------------------------------------------------- */

#ifdef KIOSK_ARCHITECTURE

/* Programs, processes, the network, other processes' memory; files by path but for reading. */
static const int forbidden[] = {
    SYS_execve,
    SYS_execveat,
    SYS_clone,
    SYS_clone3,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_getfd,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_io_uring_setup,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_openat2,
    SYS_unlinkat,
    SYS_renameat2,
    SYS_linkat,
    SYS_symlinkat,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_truncate,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_setxattr,
    SYS_fsetxattr,
    SYS_utimensat,
#ifdef __x86_64__
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_unlink,
    SYS_rename,
    SYS_renameat,
    SYS_link,
    SYS_symlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
#endif
};

enum { OTHER_STATEMENTS = 32, X32_BIT = 0x40000000 };

typedef struct Filter {
    struct sock_filter code[COUNT_OF(forbidden) * 2 + OTHER_STATEMENTS];
    unsigned short length;
} Filter;

static void put(Filter *filter, unsigned short code, uint32_t value, uint8_t yes, uint8_t no)
{
    filter->code[filter->length++] =
        (struct sock_filter){.code = code, .jt = yes, .jf = no, .k = value};
}

static void refuse(Filter *filter)
{
    put(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

static void load(Filter *filter, size_t offset)
{
    put(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* The low half of an argument: where the flags are, whatever the byte order of these machines. */
static size_t argument(int number)
{
    return offsetof(struct seccomp_data, args) + sizeof(uint64_t) * (size_t)number;
}

/* A call that is refused when the argument has one of the bits. */
static void refuse_bits(Filter *filter, int call, int number, uint32_t bits)
{
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load(filter, argument(number));
    put(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
    refuse(filter);
    put(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void refuse_value(Filter *filter, int call, int number, uint32_t value)
{
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load(filter, argument(number));
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    refuse(filter);
    put(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void confine_calls(void)
{
    Filter filter = {.length = 0};
    load(&filter, offsetof(struct seccomp_data, arch));
    put(&filter, BPF_JMP | BPF_JEQ | BPF_K, KIOSK_ARCHITECTURE, 1, 0);
    refuse(&filter);
    load(&filter, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    put(&filter, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
    refuse(&filter);
#endif
    for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
        put(&filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)forbidden[i], 0, 1);
        refuse(&filter);
    }
    const uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    refuse_bits(&filter, SYS_openat, 2, writing);
#ifdef __x86_64__
    refuse_bits(&filter, SYS_open, 1, writing);
#endif
    refuse_value(&filter, SYS_ioctl, 1, TIOCSTI); /* nobody types for us into another program */
    put(&filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    struct sock_fprog program = {.len = filter.length, .filter = filter.code};
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

#else

static void confine_calls(void)
{
    /* Numbers of calls differ between machines: on others the other layers have to do. */
}

#endif

void kiosk_confine(const char *plan)
{
    const struct rlimit none = {0};
    (void)setrlimit(RLIMIT_CORE, &none);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return; /* nothing that follows works without */
    }
    confine_files(plan);
    confine_calls();
}
