/* Stands between a program and the C library, for the files below the folder FAULT_DIR alone.
 *
 * fault_arm(at, error, sticky): request number `at` from now on (write, truncate, sync, create,
 * rename, link, remove, make a folder) fails with `error`; with `sticky` so do all that follow.
 * fault_count(): how many requests there were since. fault_log(path): write down every request with
 * what was written, in order, for tests/drills/power_cut.py. fault_mark(text): a line among them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, LINK, MKDIR, MARK, SYNC_DIR };

struct record {
    uint32_t kind, path1, path2, spare;
    uint64_t inode;
    int64_t offset;
    uint64_t length;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long armed_at = 0, counted = 0;
static int armed_error = 0, armed_sticky = 0, log_fd = -1;

void fault_arm(long at, int error, int sticky)
{
    pthread_mutex_lock(&lock);
    armed_at = at, armed_error = error, armed_sticky = sticky, counted = 0;
    pthread_mutex_unlock(&lock);
}

long fault_count(void) { return counted; }

void fault_log(const char *path)
{
    log_fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void put(const void *data, size_t length)
{
    const char *at = data;
    while (length) {
        ssize_t done = syscall(SYS_write, log_fd, at, length);
        if (done <= 0)
            abort();
        at += done, length -= done;
    }
}

static void note(uint32_t kind, uint64_t inode, int64_t offset, const char *path1,
                 const char *path2, const void *data, size_t length)
{
    if (log_fd < 0)
        return;
    struct record r = {kind, path1 ? strlen(path1) : 0, path2 ? strlen(path2) : 0, 0,
                       inode, offset, data ? length : (kind == TRUNCATE ? length : 0)};
    pthread_mutex_lock(&lock);
    put(&r, sizeof r);
    put(path1, r.path1);
    put(path2, r.path2);
    if (data)
        put(data, length);
    pthread_mutex_unlock(&lock);
}

void fault_mark(const char *text) { note(MARK, 0, 0, text, NULL, NULL, 0); }

static int ours(const char *path)
{
    const char *folder = getenv("FAULT_DIR");
    return folder && path && !strncmp(path, folder, strlen(folder));
}

static int ours_path(int fd, uint64_t *inode, int *folder, char path[4096])
{
    char link[64];
    struct stat st;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, 4095);
    if (n <= 0)
        return 0;
    path[n] = 0;
    if (!ours(path) || fstat(fd, &st) || strstr(path, " (deleted)"))
        return 0;
    *inode = st.st_ino;
    *folder = S_ISDIR(st.st_mode);
    return S_ISREG(st.st_mode) || *folder;
}

static int ours_fd(int fd, uint64_t *inode, int *folder)
{
    char path[4096];
    return ours_path(fd, inode, folder, path);
}

/* Whether this request is the one that fails; errno is then set. */
static int fails(void)
{
    int bad;
    pthread_mutex_lock(&lock);
    counted++;
    bad = armed_at && (counted == armed_at || (armed_sticky && counted > armed_at));
    pthread_mutex_unlock(&lock);
    if (bad)
        errno = armed_error;
    return bad;
}


static int opened(const char *path, int flags, mode_t mode, int at)
{
    struct stat st;
    int fresh = (flags & O_CREAT) && ours(path) && stat(path, &st);
    if (fresh && fails())
        return -1;
    int cut = !fresh && (flags & O_TRUNC) && ours(path);
    if (cut && fails())
        return -1;
    int fd = syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && (fresh || cut) && !fstat(fd, &st)) {
        if (fresh)
            note(CREATE, st.st_ino, 0, path, NULL, NULL, 0);
        else
            note(TRUNCATE, st.st_ino, 0, NULL, NULL, NULL, 0);
    }
    return fd;
}

#define MODE(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list a; \
        va_start(a, flags); \
        mode = va_arg(a, mode_t); \
        va_end(a); \
    }

int open(const char *path, int flags, ...) { MODE(flags, m) return opened(path, flags, m, AT_FDCWD); }
int open64(const char *path, int flags, ...) { MODE(flags, m) return opened(path, flags, m, AT_FDCWD); }
int openat(int at, const char *path, int flags, ...) { MODE(flags, m) return opened(path, flags, m, at); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags, m) return opened(path, flags, m, at); }

ssize_t write(int fd, const void *data, size_t length)
{
    uint64_t inode;
    int folder;
    if (fd <= 2 || !ours_fd(fd, &inode, &folder))
        return syscall(SYS_write, fd, data, length);
    if (fails())
        return -1;
    int append = fcntl(fd, F_GETFL) & O_APPEND;
    struct stat st;
    fstat(fd, &st);
    off_t at = append ? st.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, data, length);
    if (done > 0)
        note(WRITE, inode, at, NULL, NULL, data, done);
    return done;
}

static ssize_t pwritten(int fd, const void *data, size_t length, off_t at)
{
    uint64_t inode;
    int folder;
    if (!ours_fd(fd, &inode, &folder))
        return syscall(SYS_pwrite64, fd, data, length, at);
    if (fails())
        return -1;
    ssize_t done = syscall(SYS_pwrite64, fd, data, length, at);
    if (done > 0)
        note(WRITE, inode, at, NULL, NULL, data, done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwritten(fd, data, length, at); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return pwritten(fd, data, length, at); }

static int truncated(int fd, off_t size)
{
    uint64_t inode;
    int folder;
    if (!ours_fd(fd, &inode, &folder))
        return syscall(SYS_ftruncate, fd, size);
    if (fails())
        return -1;
    int done = syscall(SYS_ftruncate, fd, size);
    if (!done)
        note(TRUNCATE, inode, 0, NULL, NULL, NULL, size);
    return done;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }

static int synced(int fd, long call)
{
    uint64_t inode;
    int folder;
    char path[4096];
    if (!ours_path(fd, &inode, &folder, path))
        return syscall(call, fd);
    if (fails())
        return -1;
    int done = syscall(call, fd);
    if (!done)
        note(folder ? SYNC_DIR : SYNC, inode, 0, folder ? path : NULL, NULL, NULL, 0);
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int two(uint32_t kind, long call, int at1, const char *a, int at2, const char *b)
{
    int mine = ours(a) || ours(b);
    if (mine && fails())
        return -1;
    int done = kind == LINK ? syscall(call, at1, a, at2, b, 0) : syscall(call, at1, a, at2, b);
    if (!done && mine)
        note(kind, 0, 0, a, b, NULL, 0);
    return done;
}

int rename(const char *a, const char *b) { return two(RENAME, SYS_renameat, AT_FDCWD, a, AT_FDCWD, b); }
int renameat(int at1, const char *a, int at2, const char *b) { return two(RENAME, SYS_renameat, at1, a, at2, b); }
int link(const char *a, const char *b) { return two(LINK, SYS_linkat, AT_FDCWD, a, AT_FDCWD, b); }
int linkat(int at1, const char *a, int at2, const char *b, int flags)
{
    (void)flags;
    return two(LINK, SYS_linkat, at1, a, at2, b);
}

static int removed(int at, const char *path, int flags)
{
    int mine = ours(path);
    /* A full disk takes nothing in and lets everything go. */
    if (mine && fails() && errno != ENOSPC)
        return -1;
    int done = syscall(SYS_unlinkat, at, path, flags);
    if (!done && mine)
        note(UNLINK, 0, 0, path, NULL, NULL, 0);
    return done;
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int at, const char *path, mode_t mode)
{
    int mine = ours(path);
    if (mine && fails())
        return -1;
    int done = syscall(SYS_mkdirat, at, path, mode);
    if (!done && mine)
        note(MKDIR, 0, 0, path, NULL, NULL, 0);
    return done;
}

int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }
