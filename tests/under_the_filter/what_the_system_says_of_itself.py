"""What the system says of itself."""

import os, platform, resource, socket, time, uuid, getpass, pwd, shutil, locale, random, secrets

os.cpu_count()
os.sched_getaffinity(0)
os.sched_setaffinity(0, os.sched_getaffinity(0))
platform.platform()
resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
os.getloadavg()
resource.getrusage(resource.RUSAGE_SELF)
uuid.uuid4()
getpass.getuser()
pwd.getpwuid(0)
os.times()
shutil.disk_usage(".")
time.get_clock_info("monotonic")
secrets.token_hex()
os.urandom(4)
os.getgroups()
os.path.expanduser("~root")
os.getpriority(0, 0)
os.sysconf("SC_PAGE_SIZE")
os.umask(0o22)
time.localtime()
os.sync()
os.posix_fadvise(os.open("/etc/passwd", 0), 0, 0, 4)
os.get_terminal_size if os.isatty(0) else 0
