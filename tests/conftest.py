"""What every test starts from."""

import signal

# Started in the background of a shell without job control, a process ignores ctrl+c, and so do all
# that it starts: the tests that press it would wait for nothing.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
