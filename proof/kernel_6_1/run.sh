#!/usr/bin/env bash
# Tries the walls around a player on another kernel than this machine's: by default Debian 12's.
#
# Usage: run.sh [KERNEL_PACKAGE.deb]    (Debian: apt-get install qemu-system-x86 busybox-static cpio)
#
# The kernel boots under qemu (software emulation; ACCEL=kvm where that works) with a small file system
# made of this machine's Python, pytest, the engine's `players` and `tests`; no torch. What it
# prints is this run's result; one that was seen is kept, with its date, in result.txt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

deb=${1:-}
if [ -z "$deb" ]; then
    name=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-6\.1[^ ]*\)/\1/p')
    (cd "$work" && apt-get download -qq "$name")
    deb=$(ls "$work"/*.deb)
fi
dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work" ./boot
kernel=$(ls "$work"/boot/vmlinuz-*)

tree=$work/tree
mkdir -p "$tree"/{bin,dev,proc,sys,tmp,etc,engine/torchdojo,engine/tests,secret}
cp "$(command -v busybox)" "$tree/bin/busybox"
for name in sh mount ls cat date sleep poweroff switch_root cp mkdir touch sort wc echo true; do
    ln -sf busybox "$tree/bin/$name"
done

# Python with its library and the shared objects that it and its modules need.
copy() { mkdir -p "$tree$(dirname "$1")" && cp -aLn "$1" "$tree$1"; }
base=$("$python" -c 'import sys; print(sys.base_prefix)')
exe=$(readlink -f "$base/bin/python3")
lib=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["stdlib"])')
copy "$exe"
mkdir -p "$tree$lib"
tar -C "$lib" --exclude=./test --exclude=./site-packages --exclude='./config-*' --exclude=__pycache__ \
    --exclude=./idlelib --exclude=./tkinter --exclude=./ensurepip -c . | tar -C "$tree$lib" -x
for object in "$exe" "$tree$lib"/lib-dynload/*.so; do
    ldd "$object" 2>/dev/null | grep -o '/[^ )]*' || true
done | sort -u | while read -r object; do copy "$object"; done
ln -sf "$exe" "$tree/bin/python3"
packages=$tree$lib/site-packages
mkdir -p "$packages"
for package in pytest _pytest pluggy iniconfig packaging pygments; do
    cp -r "$("$python" -c "import importlib.util as u; print(u.find_spec('$package').submodule_search_locations[0])")" "$packages/"
done
cp "$("$python" -c "import py; print(py.__file__)")" "$packages/py.py"
cp -r "$root/src/torchdojo/players" "$root/src/torchdojo/__init__.py" "$root/src/torchdojo/errors.py" "$tree/engine/torchdojo/"
cp -r "$root"/tests/{shut_in.py,test_landlock.py,test_system_calls.py,under_the_filter} "$tree/engine/tests/"
cp "$here/inside.py" "$tree/engine/"
echo 'the answers' > "$tree/secret/solution.py"
printf 'root:x:0:0::/:/bin/sh\nteacher:x:1000:1000::/tmp:/bin/sh\n' > "$tree/etc/passwd"
echo 'kernel' > "$tree/etc/hostname"

cat > "$tree/init" <<'INIT'
#!/bin/sh
export PATH=/bin PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/engine:/engine/tests
if [ ! -e /moved ]; then  # the first root cannot be pivoted away from: move to a tmpfs
    mount -t proc proc /proc
    mount -t tmpfs -o size=80% tmpfs /sys
    for name in bin dev etc init lib lib64 proc root secret tmp usr engine; do
        [ "$name" = proc ] && mkdir /sys/proc && continue
        [ -e "/$name" ] && cp -a "/$name" /sys/
    done
    mkdir -p /sys/sys; touch /sys/moved
    exec switch_root /sys /init
fi
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
mkdir -p /dev/shm; mount -t tmpfs tmpfs /dev/shm; mount -t securityfs securityfs /sys/kernel/security
chmod 1777 /tmp /dev/shm
cd /engine
python3 inside.py
poweroff -f
INIT
chmod +x "$tree/init"; ln -sf busybox "$tree/bin/chmod"
(cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) > "$work/initramfs"

timeout "${SECONDS_AT_MOST:-1800}" qemu-system-x86_64 -accel "${ACCEL:-tcg}" -m 2048 -smp 2 -nographic \
    -no-reboot -kernel "$kernel" -initrd "$work/initramfs" \
    -append "console=ttyS0 quiet panic=-1 ${APPEND:-}" | sed -u 's/\r//g; s/\x1b[^a-zA-Z]*[a-zA-Z]//g'
