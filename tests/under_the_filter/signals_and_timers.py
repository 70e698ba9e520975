"""Signals and timers."""

import signal, time, os, faulthandler

got = []
signal.signal(signal.SIGALRM, lambda *_: got.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.1)
signal.signal(signal.SIGUSR1, lambda *_: got.append(2))
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
signal.raise_signal(signal.SIGUSR1)
faulthandler.enable()
faulthandler.dump_traceback_later(60)
faulthandler.cancel_dump_traceback_later()
assert got == [1, 2, 2]
